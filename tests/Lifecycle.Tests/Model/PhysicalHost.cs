using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>A computer: a disk that lasts, a boot, and an agent process that starts by itself and may die anywhere.</summary>
internal sealed partial class PhysicalHost
{
    private static readonly Dictionary<string, HostState> StateByPhase = Enum.GetValues<HostState>()
        .Where(state => HostLifecycle.PhaseOf(state) is { Length: > 0 } phase && phase != HostPhase.TriggeringReset)
        .ToDictionary(HostLifecycle.PhaseOf, StringComparer.Ordinal);

    private readonly World _world;
    private int _boots;
    private AgentMemory? _agent;

    public PhysicalHost(World world, string name)
    {
        (_world, Name) = (world, name);
        Boot(recoveryFails: false);
    }

    public string Name { get; }

    public ModelOs Os { get; } = new();

    public Journal Journal { get; private set; } = new();

    /// <summary>The public key of the host's identity; null while it has none.</summary>
    public string? Key { get; private set; }

    public string BootId { get; private set; } = "";

    /// <summary>Which command the booted system starts: install, run or reset.</summary>
    public AgentGoal Goal { get; private set; }

    /// <summary>Whether it will never come back.</summary>
    public bool IsDead { get; set; }

    /// <summary>Whether the agent's command has ended and only a reboot starts another.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether bootstrapping has said that it succeeded, in this boot.</summary>
    public bool HasSentinel { get; private set; }

    /// <summary>What happened to the host since it was last wiped that makes a reset rightful; null for nothing.</summary>
    public string? ResetCause { get; set; }

    /// <summary>Where the host stands in its life, as its reports and its journal say.</summary>
    public HostState State { get; private set; } = HostState.Registering;

    /// <summary>The power goes off and on. Memory is lost, and what bootstrapping leaves in /run.</summary>
    public void Boot(bool recoveryFails)
    {
        BootId = $"{Name}-boot{++_boots}";
        (_agent, IsIdle, HasSentinel) = (null, false, false);
        bool isRecovery = Os.BootsIntoRecovery && !recoveryFails;
        Os.BootsIntoRecovery = false;
        if (!isRecovery)
            Os.Boot();
        Goal = isRecovery ? AgentGoal.Reset : Os.IsInstalled ? AgentGoal.Run : AgentGoal.Install;
    }

    /// <summary>The agent's process dies; its command starts again.</summary>
    public void KillAgent() => _agent = null;

    /// <summary>The journal cannot be read any more: an empty one stands in for it.</summary>
    public void LoseJournal()
    {
        if (Key is null || Goal == AgentGoal.Reset)
            return;

        (Journal, _agent) = (new Journal(), null);
        // It does not know about its reset until the server asks again; what it says until then contradicts what it said, and is dropped.
        if (State is HostState.ResetBegun or HostState.Resetting)
            State = HostState.Registering;
    }

    /// <summary>The bootstrap data is executed by the system; the node joins and the sentinel appears.</summary>
    public void ExecuteBootstrap()
    {
        if (Goal != AgentGoal.Run || Os.Facts(BootId).Bootstrap != Agent.Contract.BootstrapEvidence.Applied)
            return;

        HasSentinel = true;
        _world.Api.Nodes.TryAdd(Name, new() { Metadata = new() { Name = Name } });
    }

    /// <summary>Opens a stream to a gateway, if the agent wants one. The old stream, if to another gateway, stays open there for a while.</summary>
    public void Connect(Gateway gateway)
    {
        bool isKnown = Goal == AgentGoal.Reset ? Key is not null : Journal.Registered && Key is not null;
        if (_agent is not { IsRejected: false } agent || !isKnown)
            return;

        if (gateway.Authenticate(Name, Key!).Host is null)
            Reject(agent);
        else
            agent.Link = gateway;
    }

    /// <summary>The newest directive arrives, or the news that the server does not know the host (any more).</summary>
    public void Listen()
    {
        if (_agent is not { Link: { } gateway } agent)
            return;

        if (gateway.Authenticate(Name, Key!).Host is { } host)
            agent.Desired = gateway.Direct(host);
        else
            Reject(agent);
    }

    /// <summary>The newest report arrives at the gateway.</summary>
    public void Tell()
    {
        if (_agent is { Link: { } gateway, Report: { } report } && gateway.Authenticate(Name, Key!).Host is { } host)
            gateway.Hear(host, report);
    }

    private void Enter(HostState state)
    {
        _world.Watch.OnState(this, State, state);
        State = state;
    }

    private HostState StateOf(string phase) => phase == HostPhase.TriggeringReset
        ? Journal.Reset is null ? HostState.ResetAsked : HostState.ResetBegun
        : StateByPhase[phase];

    private static void Reject(AgentMemory agent) => (agent.Link, agent.Desired, agent.IsRejected) = (null, null, true);

    /// <summary>What dies with the agent's process.</summary>
    private sealed class AgentMemory
    {
        public Gateway? Link { get; set; }

        public HostDirective? Desired { get; set; }

        public HostReport? Report { get; set; }

        public StepFailure? Failure { get; set; }

        public AgentStep? FailedStep { get; set; }

        public Agent.Contract.OsFacts? Facts { get; set; }

        public bool IsRejected { get; set; }
    }
}
