namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>The kinds of Cluster API that the controllers read, with no more schema than that takes.</summary>
internal static class CapiCrds
{
    public static string Of(string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {{plural}}.cluster.x-k8s.io
        spec:
          group: cluster.x-k8s.io
          names: { kind: {{kind}}, listKind: {{kind}}List, plural: {{plural}}, singular: {{plural[..^1]}} }
          scope: Namespaced
          versions:
            - name: v1beta2
              served: true
              storage: true
              subresources: { status: {} }
              schema:
                openAPIV3Schema:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
        """;
}
