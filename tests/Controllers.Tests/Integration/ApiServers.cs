using System.Text;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>A management cluster with the CRDs of this provider and of Cluster API, and a workload cluster.</summary>
public sealed class ApiServers : IAsyncLifetime
{
    private readonly DevApiServerFixture _management = new();
    private readonly DevApiServerFixture _workload = new();

    public DevApiServer Management => _management.Server;

    public DevApiServer Workload => _workload.Server;

    public async Task InitializeAsync()
    {
        await Task.WhenAll(_management.InitializeAsync(), _workload.InitializeAsync());
        foreach (string file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot(), "config", "crd"), "*_*.yaml"))
            await _management.Client.DefineAsync(await File.ReadAllTextAsync(file));
        await _management.Client.DefineAsync(Definitions.OfCore("Cluster", "clusters"));
        await _management.Client.DefineAsync(Definitions.OfCore("Machine", "machines"));
    }

    public async Task DisposeAsync()
    {
        await _management.DisposeAsync();
        await _workload.DisposeAsync();
    }

    /// <summary>A client of the management cluster with all rights, whose base address is the server.</summary>
    public HttpClient ManagementClient => _management.Client;

    /// <summary>Creates a namespace that has a given name.</summary>
    public async Task CreateNamespaceAsync(string name)
    {
        using var body = new StringContent($"{{\"metadata\":{{\"name\":\"{name}\"}}}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await ManagementClient.PostAsync(new Uri("api/v1/namespaces", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    public Task<string> CreateNamespaceAsync() => _management.CreateNamespaceAsync();

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ElementalProvider.sln")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}
