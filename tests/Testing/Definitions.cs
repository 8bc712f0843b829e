using System.Net.Http.Headers;
using System.Text;
using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.Testing;

/// <summary>Kinds that a test defines on its API server.</summary>
public static class Definitions
{
    /// <summary>A kind of Cluster API's core, with no more schema than what reads it needs.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="plural">How it is called in paths.</param>
    public static string OfCore(string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {{plural}}.{{ClusterApiGroup.Name}}
        spec:
          group: {{ClusterApiGroup.Name}}
          names: { kind: {{kind}}, listKind: {{kind}}List, plural: {{plural}}, singular: {{plural[..^1]}} }
          scope: Namespaced
          versions:
            - name: {{ClusterApiGroup.Version}}
              served: true
              storage: true
              subresources: { status: {} }
              schema:
                openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
        """;

    /// <summary>Defines a kind.</summary>
    /// <param name="api">The API server, to somebody with all rights.</param>
    /// <param name="yaml">The definition.</param>
    /// <exception cref="InvalidOperationException">The server does not take it; the message has its answer.</exception>
    public static async Task DefineAsync(this HttpClient api, string yaml)
    {
        using StringContent body = new(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await api.PostAsync(
            new Uri("apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }
}
