using ElementalProvider.DevCluster.ApiServer;
using Xunit;

namespace ElementalProvider.Testing;

/// <summary>
/// One development API server for all tests of a class or collection. Tests keep apart by using namespaces of their own.
/// </summary>
public class DevApiServerFixture : IAsyncLifetime
{
    private int _namespaces;
    private DevApiServer? _server;

    /// <summary>The running server.</summary>
    public DevApiServer Server => _server ?? throw new InvalidOperationException("the API server is not started: call InitializeAsync first");

    public Uri Address => Server.Address;

    /// <summary>A kubeconfig (YAML) with all rights.</summary>
    public string AdminKubeconfig => Server.AdminKubeconfig;

    /// <summary>A client with all rights, whose base address is the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Settings of the server; a deriving fixture may choose others.</summary>
    protected virtual DevApiServerOptions Options => new()
    {
        Tokens = new Dictionary<string, DevApiServerUser>(StringComparer.Ordinal) { [Token] = new DevApiServerUser("test", ["system:masters"]) },
    };

    private static string Token => "fixture-token";

    public async Task InitializeAsync()
    {
        _server = await DevApiServer.StartAsync(Options);
        Client = _server.CreateClient(Token);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Creates a namespace that no other test uses.</summary>
    public async Task<string> CreateNamespaceAsync()
    {
        string name = $"test-{Interlocked.Increment(ref _namespaces)}";
        using var body = new StringContent($"{{\"metadata\":{{\"name\":\"{name}\"}}}}", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await Client.PostAsync(new Uri("api/v1/namespaces", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return name;
    }
}
