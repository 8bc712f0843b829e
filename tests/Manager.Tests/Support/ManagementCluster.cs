using System.Net.Http.Headers;
using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>What a manager needs around it: an API server and the kinds of the provider and of Cluster API's core.</summary>
internal static class ManagementCluster
{
    public static async Task DefineKindsAsync(this DevApiServerFixture api)
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*.yaml"))
            await DefineAsync(api, await File.ReadAllTextAsync(file));
        await DefineAsync(api, Definition("Cluster", "clusters"));
        await DefineAsync(api, Definition("Machine", "machines"));
    }

    /// <summary>Makes the manager's account with its rights.</summary>
    /// <returns>A kubeconfig of the account.</returns>
    public static async Task<string> ManagerKubeconfigAsync(this DevApiServerFixture api)
    {
        string[] files = ["namespace.yaml", .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "rbac"), "*.yaml")];
        await api.Server.ApplyAsync(files.Select(file => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))));
        return await api.Server.KubeconfigForServiceAccountAsync("elemental-system", "elemental-manager", TimeSpan.FromHours(1));
    }

    public static KubernetesClient NewClient(this DevApiServerFixture api) => new(ClientConfiguration.Parse(api.AdminKubeconfig));

    private static async Task DefineAsync(DevApiServerFixture api, string yaml)
    {
        using StringContent body = new(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await api.Client.PostAsync(
            new Uri("apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Definition(string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {{plural}}.cluster.x-k8s.io
        spec:
          group: cluster.x-k8s.io
          names: { kind: {{kind}}, listKind: {{kind}}List, plural: {{plural}}, singular: {{kind.ToLowerInvariant()}} }
          scope: Namespaced
          versions:
            - name: v1beta2
              served: true
              storage: true
              schema:
                openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
        """;
}
