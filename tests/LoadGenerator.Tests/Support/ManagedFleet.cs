using System.Text.Json.Nodes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Scenarios;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.LoadGenerator.Tests.Support;

/// <summary>API server, manager and simulated hosts in one process, all by one clock that only the test moves.</summary>
internal sealed class ManagedFleet : IAsyncDisposable
{
    private const string Token = "test-token";
    private static readonly string[] WriteVerbs = ["create", "update", "patch", "delete", "deletecollection"];
    private static readonly ObjectKey Registration = new("load", "load");
    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _kubeconfig;
    private readonly DevApiServer _server;
    private readonly TestManager _manager;
    private readonly ManagementCluster _cluster;
    private readonly ManualTimeProvider _clock;

    private ManagedFleet(
        TemporaryFolder kubeconfig, DevApiServer server, TestManager manager, ManagementCluster cluster, ManualTimeProvider clock,
        WorkloadCluster workload, ScenarioContext context, int size)
    {
        (_kubeconfig, _server, _manager, _cluster, _clock) = (kubeconfig, server, manager, cluster, clock);
        (Workload, Context) = (workload, context);
        Fleet = context.CreateFleet("idle", size, workload);
    }

    public WorkloadCluster Workload { get; }

    public ScenarioContext Context { get; }

    public Fleet Fleet { get; }

    /// <summary>Writes since the server started, by verb and resource, without those of the test's own client.</summary>
    public IReadOnlyDictionary<string, long> Writes => _server.RequestCounts
        .Where(count => WriteVerbs.Contains(count.Key.Verb) && !count.Key.Client.StartsWith(UserAgent.Name, StringComparison.Ordinal))
        .GroupBy(count => $"{count.Key.Verb} {count.Key.Resource}", count => count.Value)
        .ToDictionary(group => group.Key, group => group.Sum());

    /// <summary>Starts everything; no host has registered when it returns.</summary>
    /// <param name="size">How many hosts.</param>
    public static async Task<ManagedFleet> StartAsync(int size)
    {
        // Calls to the gateway carry a deadline by this clock that the transport holds against its own: the clock goes before that one, by less
        // than certificates are backdated.
        ManualTimeProvider clock = new(TimeProvider.System.GetUtcNow().AddMinutes(20));
        DevApiServer server = await DevApiServer.StartAsync(new DevApiServerOptions
        {
            Clock = clock, Tokens = new Dictionary<string, DevApiServerUser> { [Token] = new("test", ["system:masters"]) },
        });
        using HttpClient client = server.CreateClient(Token);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*.yaml"))
            await client.DefineAsync(await File.ReadAllTextAsync(file));
        foreach ((string kind, string plural) in new[] { ("Cluster", "clusters"), ("Machine", "machines") })
            await client.DefineAsync(Definitions.OfCore(kind, plural));

        TestManager manager = await TestManager.StartAsync(server.AdminKubeconfig, clock);
        TemporaryFolder kubeconfig = new();
        ManagementCluster cluster = await ManagementCluster.ConnectAsync(
            kubeconfig.Write("kubeconfig", server.AdminKubeconfig), context: null, clock, CancellationToken.None);
        AgentEndpoint endpoint = await PumpAsync(clock, RegistrationSetup.PrepareAsync(cluster, Registration, create: true, CancellationToken.None));
        ScenarioContext context = new()
        {
            Cluster = cluster,
            Endpoint = endpoint,
            Namespace = Registration.Namespace!,
            Prefix = "fleet",
            Timeout = Generous,
            Clock = clock,
            Progress = _ => { },
        };
        WorkloadCluster workload = await WorkloadCluster.StartAsync(clock, CancellationToken.None);
        return new ManagedFleet(kubeconfig, server, manager, cluster, clock, workload, context, size);
    }

    /// <summary>Lets time pass in small steps until something is done.</summary>
    public Task<T> SettleAsync<T>(Task<T> done) => PumpAsync(_clock, done);

    /// <summary>Lets time pass in small steps until something is done.</summary>
    public Task SettleAsync(Task done) => PumpAsync(_clock, Finish(done));

    /// <summary>Lets time pass, and after every step has the API server answer, so that what the step set going comes about.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan step)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            _clock.Advance(step);
            await _cluster.ReadRequestsAsync(CancellationToken.None);
        }
    }

    /// <summary>Lets minutes pass until one of them brings no write.</summary>
    public async Task CalmAsync()
    {
        using CancellationTokenSource patience = new(Generous);
        long before;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            before = Writes.Values.Sum();
            await PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        }
        while (Writes.Values.Sum() != before);
    }

    /// <summary>Lets time pass until a host, as a watcher sees it, is as expected.</summary>
    public Task UntilHostAsync(string name, Func<ElementalHost, bool> expected) => UntilAsync<ElementalHost>(1, each => each.Metadata.Name == name && expected(each));

    /// <summary>Lets time pass until so many objects, as a watcher sees them, are or were as expected.</summary>
    public async Task UntilAsync<T>(int count, Func<T, bool> expected)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using Milestone<T> reached = new(
            await SettleAsync(_cluster.FollowAsync<T>(Context.Namespace, CancellationToken.None)),
            count,
            (_, after) => after is not null && expected(after) ? after.Metadata.Name : null,
            _clock);
        await SettleAsync(reached.All);
    }

    public Task PatchHostAsync(string name, JsonObject body) => _cluster.PatchAsync<ElementalHost>(Context.Namespace, name, body, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await _manager.DisposeAsync();
        await _cluster.DisposeAsync();
        await Workload.DisposeAsync();
        await _server.DisposeAsync();
        _kubeconfig.Dispose();
    }

    private static async Task<T> PumpAsync<T>(ManualTimeProvider clock, Task<T> done)
    {
        using CancellationTokenSource patience = new(Generous);
        while (!done.IsCompleted)
        {
            clock.Advance(Pause);
            await Task.WhenAny(done, Task.Delay(Pause, patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }

        return await done;
    }

    private static async Task<bool> Finish(Task done)
    {
        await done;
        return true;
    }
}
