using System.Net.Http.Headers;
using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>A development API server with the provider's kinds and Cluster API's Cluster, shared by the tests of a class.</summary>
public sealed class ElementalApi : IAsyncLifetime
{
    private readonly DevApiServerFixture _fixture = new();
    private int _gateways;

    /// <summary>A client with all rights, for what people and other controllers do.</summary>
    public IKubernetesClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        Client = new KubernetesClient(ClientConfiguration.Parse(_fixture.AdminKubeconfig));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*.yaml"))
            await DefineAsync(await File.ReadAllTextAsync(file));
        await DefineAsync(ClusterDefinition);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _fixture.DisposeAsync();
    }

    public Task<string> CreateNamespaceAsync() => _fixture.CreateNamespaceAsync();

    /// <summary>A name under which the requests of one gateway are counted.</summary>
    internal string NextGatewayName() => $"gateway{Interlocked.Increment(ref _gateways)}";

    internal KubernetesClientConfiguration Configuration => ClientConfiguration.Parse(_fixture.AdminKubeconfig);

    /// <summary>Requests about single objects that a client has made, such as "patch elementalhosts".</summary>
    internal IReadOnlyDictionary<string, long> RequestsOf(string client) => _fixture.Server.RequestCounts
        .Where(count => count.Key.Client == client && count.Key.Verb is not ("list" or "watch"))
        .GroupBy(count => $"{count.Key.Verb} {count.Key.Resource}", count => count.Value)
        .ToDictionary(group => group.Key, group => group.Sum());

    private async Task DefineAsync(string yaml)
    {
        using StringContent body = new(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await _fixture.Client.PostAsync(
            new Uri("apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static readonly string ClusterDefinition = $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: clusters.{{ClusterApiGroup.Name}}
        spec:
          group: {{ClusterApiGroup.Name}}
          names: { kind: Cluster, listKind: ClusterList, plural: clusters, singular: cluster }
          scope: Namespaced
          versions:
            - name: {{ClusterApiGroup.Version}}
              served: true
              storage: true
              schema:
                openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
        """;
}
