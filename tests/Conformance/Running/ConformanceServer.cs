using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.Conformance.Running;

/// <summary>A server of its own for the cases of an area, with the definitions they share.</summary>
public sealed class ConformanceServer : IAsyncLifetime
{
    private const string Run = "qzxjk";
    private const string Token = "conformance-token";
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private readonly SemaphoreSlim _installing = new(1, 1);
    private readonly HashSet<string> _installed = new(StringComparer.Ordinal);
    private DevApiServer? _server;
    private HttpClient? _own, _anonymous;
    private CaseWebhooks? _webhooks;
    private int _cases;

    internal KitClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await DevApiServer.StartAsync(new DevApiServerOptions
        {
            Tokens = new Dictionary<string, DevApiServerUser>(StringComparer.Ordinal) { [Token] = new DevApiServerUser("kubernetes-admin", ["system:masters"]) },
        });
        (_own, _anonymous) = (_server.CreateClient(Token), _server.CreateClient(null));
        Client = new KitClient(_own, _anonymous);
    }

    public async Task DisposeAsync()
    {
        _own!.Dispose();
        _anonymous!.Dispose();
        _installing.Dispose();
        if (_webhooks is not null)
            await _webhooks.DisposeAsync();
        await _server!.DisposeAsync();
    }

    internal CaseVariables Variables() => new(Run, Interlocked.Increment(ref _cases), $"{Run}.fixture.example.com");

    /// <summary>Where the webhooks of cases are served; started by the first case that has any.</summary>
    internal async Task<CaseWebhooks> WebhooksAsync()
    {
        await _installing.WaitAsync();
        try
        {
            return _webhooks ??= await CaseWebhooks.StartAsync();
        }
        finally
        {
            _installing.Release();
        }
    }

    /// <summary>Creates a shared definition unless that was done, and waits until it is served.</summary>
    internal async Task InstallAsync(string fixture, CaseVariables variables, CancellationToken cancellationToken)
    {
        await _installing.WaitAsync(cancellationToken);
        try
        {
            if (_installed.Contains(fixture))
                return;
            JsonNode body = variables.Fill(CaseFiles.Fixture(fixture))!;
            KitAnswer answer = await Client.SendAsync(new KitRequest("POST", Definitions, new JsonObject { ["Content-Type"] = "application/json" }, body.ToJsonString()), cancellationToken);
            if (answer.Status != 201)
                throw new CaseException($"the definition '{fixture}' was refused: {answer.Text}");
            _installed.Add(fixture);
        }
        finally
        {
            _installing.Release();
        }
    }
}
