using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Model;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Agents;

/// <summary>A computer: a disk that lasts, a boot, and the product's agent as a process that starts by itself and may die anywhere.</summary>
internal sealed class PhysicalHost
{
    private static readonly Dictionary<string, HostState> StateByPhase = Enum.GetValues<HostState>()
        .Where(state => HostLifecycle.PhaseOf(state) is { Length: > 0 } phase && phase != HostPhase.TriggeringReset && state != HostState.ResetTyped)
        .ToDictionary(HostLifecycle.PhaseOf, StringComparer.Ordinal);

    // The least of what may be: where chance has a say, it is the middle.
    private static readonly AgentEngineOptions Options = new()
    {
        Retries = new RetryPolicy { Random = static () => 0.5 },
        ResetPauses = new RetryPolicy { First = TimeSpan.FromSeconds(5), Cap = TimeSpan.FromMinutes(1), Random = static () => 0.5 },
    };

    private readonly World _world;
    private int _boots;
    private Process? _process;
    private AgentHost? _agent;
    private WakeUp? _sentinelWatch;
    private Journal _meant = new();
    private bool _hasNotedReset;
    private bool _isResetTyped;

    public PhysicalHost(World world, string name)
    {
        (_world, Name) = (world, name);
        Os.Broken = problem => world.Scheduler.Break($"{name}: {problem}");
        Boot(recoveryFails: false);
    }

    public string Name { get; }

    public World World => _world;

    public ModelOs Os { get; } = new();

    /// <summary>What is on the disk of the journal; null for nothing.</summary>
    public byte[]? JournalFile { get; set; }

    /// <summary>What the journal says, as far as the agent that runs knows.</summary>
    public Journal Journal => _agent?.Journal ?? new Journal();

    /// <summary>The key of the host's identity; null while it has none.</summary>
    public ModelKeys.ModelKey? Identity { get; set; }

    /// <summary>The public key of the host's identity; null while it has none.</summary>
    public string? Key => Identity?.Pem;

    public string BootId { get; private set; } = "";

    /// <summary>Which command the booted system starts: install, run or reset.</summary>
    public AgentGoal Goal { get; private set; }

    /// <summary>Whether it will never come back.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Whether it is without power, and what it knew of is not lost.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Whether the agent's command has ended and only a reboot starts another.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether bootstrapping has said that it succeeded, in this boot.</summary>
    public bool HasSentinel { get; private set; }

    /// <summary>Whether somebody typed a reset at the machine.</summary>
    public bool IsResetTyped => _isResetTyped;

    /// <summary>What happened to the host since it was last wiped that makes a reset rightful; null for nothing.</summary>
    public string? ResetCause { get; set; }

    /// <summary>Where the host stands in its life, as its reports and its journal say.</summary>
    public HostState State { get; private set; } = HostState.Registering;

    /// <summary>How often its agent was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Which replica of the gateway its calls are led to.</summary>
    public int Route { get; private set; }

    public GatewayReplica Replica => _world.Gateways[Route];

    /// <summary>The streams that it has opened and not closed.</summary>
    public List<HostStreamLine> Lines { get; } = [];

    /// <summary>Lets the agent go on.</summary>
    /// <param name="calls">Through how many calls.</param>
    /// <param name="fault">What goes wrong meanwhile.</param>
    /// <param name="first">Which of the calls that wait goes first.</param>
    public void GoOn(int calls, Fault fault, int first)
    {
        if (_process is not { IsAlive: true } process)
            return;

        process.Allow(calls, fault, first);
        _world.Scheduler.RunAll();
        if (calls != Process.Freely)
            process.Hold();
    }

    /// <summary>The agent is stopped at its next call.</summary>
    public void Rest() => _process?.Hold();

    /// <summary>The power goes off and on. Memory is lost, and what bootstrapping leaves in /run.</summary>
    public void Boot(bool recoveryFails)
    {
        Stop();
        CutOff();
        BootId = $"{Name}-boot{++_boots}";
        (IsIdle, HasSentinel, _sentinelWatch, _isResetTyped) = (false, false, null, false);
        bool isRecovery = Os.BootsIntoRecovery && !recoveryFails;
        Os.BootsIntoRecovery = false;
        if (!isRecovery)
            Os.Boot();
        Goal = isRecovery ? AgentGoal.Reset : Os.IsInstalled ? AgentGoal.Run : AgentGoal.Install;
        Start();
    }

    /// <summary>The agent's process dies; its command starts again.</summary>
    public void KillAgent()
    {
        Stop();
        foreach (HostStreamLine line in Lines.ToArray())
            line.AgentHangsUp();
        Lines.Clear();
        if (!IsIdle && !IsDead)
            Start();
    }

    /// <summary>Somebody at the computer, which serves a machine, stops its agent and types the reset, in the system that runs.</summary>
    public void TypeReset()
    {
        if (IsDead || IsOff || IsIdle || Goal != AgentGoal.Run || Journal.Reset is not null
            || _world.Api.Hosts.Find(Name) is not { Spec.MachineRef: not null } host || host.Spec.PubKey != Key)
        {
            return;
        }

        (Goal, _isResetTyped) = (AgentGoal.Reset, true);
        KillAgent();
    }

    /// <summary>Whoever typed a reset gives it up, and the agent runs again.</summary>
    public void GiveUpTypedReset()
    {
        if (!_isResetTyped || IsDead || IsOff || Journal.Reset is not null)
            return;

        (Goal, _isResetTyped) = (AgentGoal.Run, false);
        KillAgent();
    }

    /// <summary>The computer burns down.</summary>
    public void Die()
    {
        IsDead = true;
        Stop();
        CutOff();
    }

    /// <summary>Somebody pulls the plug.</summary>
    public void SwitchOff()
    {
        IsOff = true;
        Stop();
        CutOff();
    }

    /// <summary>Somebody puts the plug back.</summary>
    public void SwitchOn()
    {
        IsOff = false;
        if (!IsDead)
            Boot(recoveryFails: false);
    }

    /// <summary>The journal cannot be read any more: an empty one stands in for it.</summary>
    public void LoseJournal()
    {
        if (Key is null || Goal == AgentGoal.Reset || Journal.Reset is { Stage: ResetStage.Released })
            return;

        (JournalFile, _hasNotedReset) = (null, false);
        // It does not know about its reset until the server asks again; what it says until then contradicts what it said, and is dropped.
        if (State is HostState.ResetBegun or HostState.Resetting)
            State = HostState.Registering;
        KillAgent();
    }

    /// <summary>The bootstrap data is executed by the system; the node joins and the sentinel appears.</summary>
    public void ExecuteBootstrap()
    {
        if (IsDead || IsOff || Goal != AgentGoal.Run || Os.Facts(BootId).Bootstrap != BootstrapEvidence.Applied)
            return;

        HasSentinel = true;
        string cluster = _world.Watch.ClusterOf(Os.BootstrapData!);
        _world.Api.Nodes[cluster].TryAdd(Name, new() { Metadata = new() { Name = Name } });
        _sentinelWatch?.Set();
    }

    /// <summary>The network leads the host to another replica; connections that stood are cut, and only the host notices.</summary>
    public void Move(int route)
    {
        Route = route;
        foreach (HostStreamLine line in Lines.ToArray())
            line.Cut();
    }

    public void WatchSentinel(WakeUp wakeUp)
    {
        _sentinelWatch = wakeUp;
        wakeUp.Set();
    }

    /// <summary>The journal is about to say something else.</summary>
    public Journal Note(Journal before, Journal after)
    {
        Journal noted = _world.Rules.Note(before, after);
        if (noted != before)
        {
            _world.Watch.Trace?.Invoke(
                $"{_process!.Name} is to note: registered {noted.Registered}, installed {noted.Installed}, {noted.Bootstrap}, reset {noted.Reset?.Stage}, operation {noted.Operation?.Key.Id}/{noted.Operation?.Key.Attempt} {noted.Operation?.Phase}");
        }

        _meant = noted;
        return noted;
    }

    /// <summary>The journal says it.</summary>
    public void Noted(byte[] file)
    {
        JournalFile = file;
        _hasNotedReset = _meant.Reset is not null;
        if (_hasNotedReset && State == HostState.ResetAsked)
            Enter(HostState.ResetBegun);
    }

    /// <summary>The host speaks.</summary>
    public void Told(HostReport report)
    {
        _world.Watch.Trace?.Invoke($"{_process!.Name} says {report.Phase}, generation {report.ObservedGeneration}, operation {report.Operation?.Id}/{report.Operation?.Attempt} {report.Operation?.Phase}");
        HostState state = report.Phase == HostPhase.TriggeringReset
            ? _hasNotedReset ? HostState.ResetBegun : HostState.ResetAsked
            : report.Phase == HostPhase.Resetting && _isResetTyped && !_hasNotedReset ? HostState.ResetTyped
            : StateByPhase[report.Phase];
        // The first report of an agent that had to register again is one of before that; nobody who knows the host believes it.
        if (state != HostState.Registering)
            Enter(state);
    }

    /// <summary>The host is told something.</summary>
    public HostDirective Hear(HostDirective directive)
    {
        _world.Watch.Trace?.Invoke($"{_process!.Name} hears {directive}");
        return _world.Rules.Heard(directive);
    }

    /// <summary>Nobody knows the host any more.</summary>
    public void Forgotten()
    {
        Identity = null;
        (State, ResetCause, _hasNotedReset) = (HostState.Registering, null, false);
    }

    private void Stop()
    {
        if (_process is not { } process)
            return;

        process.Died = null;
        process.Kill();
    }

    private void CutOff()
    {
        foreach (HostStreamLine line in Lines.ToArray())
            line.Cut();
        Lines.Clear();
    }

    private void Enter(HostState state)
    {
        _world.Watch.OnState(this, State, state);
        State = state;
    }

    private void Start()
    {
        if (IsDead)
            return;

        Process process = new(_world.Scheduler, $"the agent of {Name} ({BootId}, start {++Starts})");
        // Its command is started again.
        process.Died = KillAgent;
        _process = process;
        _agent = new AgentHost(this, process);
        process.Run(() => _ = RunAsync(process, _agent));
    }

    private async Task RunAsync(Process process, AgentHost host)
    {
        try
        {
            await host.LoadAsync();
            GatewayClient gateway = new(() => host.Config, new Network(process, this), process.Clock);
            await using AgentEngine engine = new(host, gateway, Goal, Options, process.Clock, process.Logger);
            EngineEnd end = await engine.RunAsync(CancellationToken.None);
            await process.CallAsync(Port.Disk, () => End(end));
        }
        catch (Exception exception)
        {
            if (!DefectLogger.IsOfTheWorld(exception))
                process.Break($"{process.Name} fails: {exception}");
            process.Kill();
        }
    }

    private void End(EngineEnd end)
    {
        if (end.Power == PowerAction.Reboot)
            Boot(recoveryFails: false);
        else
            IsIdle = true;
    }
}
