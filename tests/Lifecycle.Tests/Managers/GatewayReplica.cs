using ElementalProvider.AgentGateway;
using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Model;
using ElementalProvider.Lifecycle.Tests.Simulation;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Lifecycle.Tests.Managers;

/// <summary>One replica of the gateway: the product's service, over the model's network and API server.</summary>
internal sealed class GatewayReplica
{
    private readonly World _world;
    private readonly Informers _informers;
    private readonly AgentGatewayService _service;
    private readonly HostStreams _streams;
    private readonly PresenceWatch _presence;
    private bool _isLooking;
    private readonly List<Action<RpcException>> _open = [];

    public GatewayReplica(World world, int number)
    {
        (_world, Number) = (world, number);
        Process = new Process(world.Scheduler, $"gateway {number}") { Died = HangUpAll };
        _informers = new Informers(Process, world.Api);
        (_service, _streams, _presence) = Make();
        _informers.List();
        Process.Allow(Process.Freely);
    }

    public int Number { get; }

    public Process Process { get; }

    public List<HostStreamLine> Lines { get; } = [];

    public bool IsDraining => _streams.IsDraining;

    /// <summary>Whether somebody has a stream open, as far as the replica knows.</summary>
    public int Streams => _streams.Count;

    public bool CatchUp(Freshness freshness, int events = int.MaxValue) => _informers.CatchUp(freshness, events);

    /// <summary>The watches have fallen too far behind.</summary>
    public void Relist() => _informers.List();

    /// <summary>The replica is told to shut down: it sends its hosts elsewhere, and ends when they have gone.</summary>
    public void Drain() => Process.Run(() => _ = DrainAsync());

    /// <summary>The replica looks for hosts that should be connected, unless it is still at it.</summary>
    public void Look()
    {
        if (Process.IsAlive && !_isLooking)
            Process.Run(() => _ = LookAsync());
    }

    /// <summary>Name of the lease of a replica, which the one that takes its place takes over.</summary>
    public static string NameOf(int number) => $"replica-{number}";

    /// <summary>Serves a call.</summary>
    public Task<T> ServeAsync<T>(Func<AgentGatewayService, ServerCallContext, Task<T>> call, Metadata headers, CancellationToken cancellationToken)
    {
        if (!Process.IsAlive)
            return Task.FromException<T>(Unreachable());

        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<RpcException> cut = failure => answer.TrySetException(failure);
        _open.Add(cut);
        Process.Run(() => _ = AnswerAsync());
        return answer.Task;

        async Task AnswerAsync()
        {
            try
            {
                answer.TrySetResult(await call(_service, new ModelCallContext(headers, cancellationToken)));
            }
            catch (Exception exception)
            {
                if (exception is not (RpcException or OperationCanceledException))
                    Process.Break($"{Process.Name} fails a call: {exception}");
                answer.TrySetException(exception as RpcException ?? new RpcException(new Status(StatusCode.Unknown, exception.Message)));
            }
            finally
            {
                _open.Remove(cut);
            }
        }
    }

    public static RpcException Unreachable() => new(new Status(StatusCode.Unavailable, "the replica is gone"));

    private (AgentGatewayService Service, HostStreams Streams, PresenceWatch Presence) Make()
    {
        PresenceWatch? presence = null;
        AgentGatewayService? service = null;
        HostStreams? streams = null;
        Process.Run(() =>
        {
            Rules rules = _world.Rules;
            // Less than a round of a world at rest, so that what is waited for in it comes.
            AgentGatewayOptions options = new() { HostLostAfter = TimeSpan.FromSeconds(30) };
            Replicas replicas = new(_world, Number);
            Clones clones = new(_informers, Process.Clock);
            ManagementClient client = new(Process, _world.Api, rules.Api);
            ObjectReader<ElementalHost> hosts = new(_informers.Get<ElementalHost>(), client.Resource<ElementalHost>(), Process.Clock);
            ObjectReader<ElementalRegistration> known = new(
                _informers.Get<ElementalRegistration>(), client.Resource<ElementalRegistration>(), Process.Clock);
            RegistrationKeys keys = new(client.Resource<V1Secret>(), _informers.Get<ElementalRegistration>(), Process.Clock);
            TokenVerifier verifier = new(options, Process.Clock) { Verify = ModelKeys.Verify };
            HostAuthenticator authenticator = new(hosts, known, verifier);
            RegistrationAuthenticator registrations = new(known, keys, verifier);
            GatewayDecisions decisions = _world.Watch.On(rules.Gateway);
            NoEvents events = new();
            WorkDoor door = new(new DoorLimits { AtWork = options.WorkAtOnce }, Process.Clock) { Random = static () => 0 };
            streams = new HostStreams(_informers, hosts, client, decisions, options, door, Shared.Metrics, events, Process.Clock, Process.LoggerOf<HostReportWriter>(), replicas, clones)
            {
                Supersede = rules.OlderStreamsStop ? static writer => writer.Stop() : static _ => { },
            };
            presence = new PresenceWatch(
                streams, _informers, client, replicas, options, Shared.Metrics, events, Process.Clock, Process.LoggerOf<PresenceWatch>()) { Decide = rules.Presence };
            service = new AgentGatewayService(new AgentCalls(
                new GatewayReadiness(_informers, streams, new Shared.Lifetime()),
                registrations,
                new HostRegistrar(
                    registrations, authenticator, hosts, new FreshReader<ElementalRegistration>(client.Resource<ElementalRegistration>()),
                    new HostRoll(_informers, Process.Clock), new RegistrationTurns(Process.Clock), client, options, door, events, Shared.Metrics),
                new RegistrationFailures(known, events, Shared.Metrics, Process.LoggerOf<RegistrationFailures>()),
                new ConnectHandler(authenticator, streams, Shared.Metrics, Shared.Trim, Process.Clock, Process.LoggerOf<ConnectHandler>(), clones),
                new BootstrapData(authenticator, _informers, client, decisions, door),
                new HostReset(authenticator, streams, _informers, client, decisions, Shared.Metrics, events, door, Process.Clock)));
            _informers.Get<Cluster>();
        });
        return (service!, streams!, presence!);
    }

    private async Task LookAsync()
    {
        _isLooking = true;
        try
        {
            await _presence.LookAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            if (!DefectLogger.IsOfTheWorld(exception))
                Process.Break($"{Process.Name} fails to look for hosts: {exception}");
        }
        finally
        {
            _isLooking = false;
        }
    }

    private async Task DrainAsync()
    {
        await _streams.DrainAsync();
        await _streams.FlushedAsync();
        Process.Kill();
    }

    private void HangUpAll()
    {
        foreach (Action<RpcException> cut in _open.ToArray())
            cut(Unreachable());
        foreach (HostStreamLine line in Lines.ToArray())
            line.ServerDied();
        _open.Clear();
        Lines.Clear();
    }

    private static class Shared
    {
        public static GatewayMetrics Metrics { get; } = new(new Meters());

        public static HeapTrim Trim { get; } = new(TimeProvider.System, static () => { });

        internal sealed class Lifetime : IHostApplicationLifetime
        {
            public CancellationToken ApplicationStarted => CancellationToken.None;

            public CancellationToken ApplicationStopping => CancellationToken.None;

            public CancellationToken ApplicationStopped => CancellationToken.None;

            public void StopApplication()
            {
            }
        }

        private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
        {
            public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

            public void Dispose()
            {
            }
        }
    }
}

/// <summary>What a replica knows of the others: where one dies, another takes its place at once.</summary>
internal sealed class Replicas(World world, int number) : IReplicas
{
    public string? Mine => GatewayReplica.NameOf(number);

    public bool Leads => number == 0;

    public bool IsAbandoned(string lease) => !world.Gateways.Any(gateway => GatewayReplica.NameOf(gateway.Number) == lease && gateway.Process.IsAlive);
}

/// <summary>Events are for people.</summary>
internal sealed class NoEvents : IEventRecorder
{
    public void Normal(IKubernetesObject<V1ObjectMeta> about, string reason, string message)
    {
    }

    public void Warning(IKubernetesObject<V1ObjectMeta> about, string reason, string message)
    {
    }
}

/// <summary>What the service is told of a call.</summary>
internal sealed class ModelCallContext(Metadata headers, CancellationToken cancellationToken) : ServerCallContext
{
    protected override string MethodCore => "";

    protected override string HostCore => "";

    protected override string PeerCore => "model";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => headers;

    protected override CancellationToken CancellationTokenCore => cancellationToken;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new("", []);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
