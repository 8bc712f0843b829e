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
            await _fixture.Client.DefineAsync(await File.ReadAllTextAsync(file));
        await _fixture.Client.DefineAsync(Definitions.OfCore("Cluster", "clusters"));
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
}
