using ElementalProvider.DevCluster.Machines.CloudInit;
using ElementalProvider.DevCluster.Machines.ControlPlane;
using ElementalProvider.DevCluster.Machines.Firmware;
using ElementalProvider.DevCluster.Machines.Kubelet;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines;

/// <summary>
/// A machine that lives in a folder and runs the real agent. It has power, a firmware that boots the installed or the recovery system,
/// cloud-init, a kubelet, and a service manager that starts the agent again when it dies.
/// </summary>
internal sealed partial class SimulatedMachine : IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly SimulatedMachineOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly KubeletConnection _connection;
    private readonly NodeAgent _kubelet;
    private readonly MachineControlPlane _controlPlane;
    private readonly BootstrapRunner _bootstrap;
    private readonly BootLoader _bootLoader;
    private readonly PowerButton _power = new();
    private readonly Lock _agentLock = new();
    private readonly TaskCompletionSource _wentDark = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChildProcess? _agent;

    /// <summary>A machine; it does nothing before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How it is made.</param>
    /// <param name="controlPlanes">Runs the API servers of control plane machines.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="logger">Where its console goes.</param>
    public SimulatedMachine(SimulatedMachineOptions options, ControlPlanes controlPlanes, TimeProvider clock, ILogger logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        Faults = new MachineFaults(Folder);
        _connection = new KubeletConnection(Folder, options.WorkloadKubeconfig);
        _kubelet = new NodeAgent(Folder, _connection, clock, logger);
        _controlPlane = new MachineControlPlane(options.Name, Folder, controlPlanes);
        _bootLoader = new BootLoader(options.Name, Folder, Faults, logger);
        _bootstrap = new BootstrapRunner(Folder, Faults, new Kubeadm(Folder, _kubelet, _controlPlane, options.WorkloadKubeconfig, clock));
    }

    public string Name => _options.Name;

    /// <summary>The folder that the machine is kept in.</summary>
    public string Path => Folder.Path;

    /// <summary>Whether it has power.</summary>
    public bool IsOn => _power.IsOn;

    /// <summary>What is to fail.</summary>
    public MachineFaults Faults { get; }

    /// <summary>Completes when the machine switches itself off, or stays dark, for the first time.</summary>
    public Task WentDark => _wentDark.Task;

    /// <summary>How often the machine has booted.</summary>
    public int Boots { get; private set; }

    private MachineFolder Folder => _options.Folder;

    public void Dispose()
    {
        _power.Dispose();
        _connection.Dispose();
    }

    /// <summary>Switches the machine on; it was switched on when it was made.</summary>
    public void PowerOn() => _power.Press(on: true);

    /// <summary>Pulls the plug: the agent dies where it is, and nobody is told.</summary>
    public void PowerOff() => _power.Press(on: false);

    /// <summary>Kills the agent that runs now, if one does; the machine starts it again.</summary>
    public void KillAgent()
    {
        lock (_agentLock)
            _agent?.Kill();
    }

    /// <summary>Lets the machine live until the token is cancelled; then the agent is asked to end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Prepare();
        try
        {
            await LiveAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped while it was dark.
            return;
        }
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            CancellationToken power = await _power.WaitUntilOnAsync(cancellationToken);
            if (Faults.IsUnplugged)
            {
                Log.Unplugged(_logger, Name);
                GoDark();
                continue;
            }

            if (!await BootAsync(power, cancellationToken))
                GoDark();
        }
    }

    private void GoDark()
    {
        PowerOff();
        _wentDark.TrySetResult();
    }

    /// <summary>The first state of a machine; a machine that was there before keeps what it has.</summary>
    private void Prepare()
    {
        // A person asks for faults with touch, which makes no folder.
        Directory.CreateDirectory(Folder.Faults);
        if (Folder.Read(MachineFolder.Hostname) is null)
            Folder.Write(MachineFolder.Hostname, Name + "\n");
        if (Folder.Read("/etc/machine-id") is null)
            Folder.Write("/etc/machine-id", Guid.NewGuid().ToString("N") + "\n");
        if (Folder.Read(MachineFolder.AgentConfig) is null)
            Folder.Write(MachineFolder.AgentConfig, _options.AgentConfig);
    }

    /// <summary>One boot, up to its end.</summary>
    /// <returns>Whether the machine leaves its power as it is: false when it switches itself off.</returns>
    private async Task<bool> BootAsync(CancellationToken power, CancellationToken cancellationToken)
    {
        using CancellationTokenSource alive = CancellationTokenSource.CreateLinkedTokenSource(power, cancellationToken);
        try
        {
            BootTarget target = PowerUp();
            if (target is BootTarget.Nothing)
            {
                Log.NothingBoots(_logger, Name);
                return false;
            }

            Announce(target);
            if (target is BootTarget.Recovery)
            {
                await _controlPlane.WipeAsync();
                return await RunInstalledAsync(recovery: true, alive.Token, cancellationToken) is BootStep.Reboot;
            }

            await StartServicesAsync(alive.Token);
            return await RunWithKubeletAsync(alive.Token, cancellationToken) is BootStep.Reboot;
        }
        catch (OperationCanceledException) when (alive.IsCancellationRequested)
        {
            return true;
        }
        finally
        {
            await _controlPlane.StopAsync();
        }
    }

    private async Task<BootStep> RunWithKubeletAsync(CancellationToken alive, CancellationToken stopping)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(alive);
        Task kubelet = _kubelet.RunAsync(ending.Token);
        try
        {
            return await RunInstalledAsync(recovery: false, alive, stopping);
        }
        finally
        {
            await ending.CancelAsync();
            await kubelet.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // X1: the kubelet stops before the machine goes down, so that nothing joins again while it is wiped.
            if (!alive.IsCancellationRequested)
                await _kubelet.StopAsync(alive);
        }
    }

    private async Task<BootStep> RunInstalledAsync(bool recovery, CancellationToken alive, CancellationToken stopping)
    {
        BootStep step = await RunAgentAsync(BootDecisions.First(recovery), alive, stopping);
        if (step is BootStep.Reboot { RecoveryIsDone: true } or BootStep.PowerOff { RecoveryIsDone: true })
            _bootLoader.LeaveRecovery();
        return step;
    }

    /// <summary>Starts with an empty /run and /tmp and a new boot id.</summary>
    /// <returns>What the boot loader boots.</returns>
    private BootTarget PowerUp()
    {
        Folder.Remove("/run");
        Folder.Remove("/tmp");
        Directory.CreateDirectory(Folder.Resolve("/run"));
        Directory.CreateDirectory(Folder.Resolve("/tmp"));
        Folder.Write(MachineFolder.BootId, Guid.NewGuid().ToString("D") + "\n");
        Boots++;
        return _bootLoader.Boot();
    }

    private void Announce(BootTarget target)
    {
        string system = target switch
        {
            BootTarget.Recovery => "the recovery system",
            BootTarget.Active active => $"slot {active.Slot}",
            BootTarget.Passive passive => $"slot {passive.Slot}, the passive one",
            _ => "the installed system",
        };
        Log.Booted(_logger, Name, Boots, system);
    }

    private async Task StartServicesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _controlPlane.ResumeAsync(cancellationToken);
        }
        catch (DevClusterException exception)
        {
            Log.NoControlPlane(_logger, Name, exception.Message);
        }

        if (await _bootstrap.RunAsync(Folder.Read(MachineFolder.Hostname) ?? Name, cancellationToken))
            Log.Bootstrapped(_logger, Name);
    }

    /// <summary>Runs the agent, again and again, until the machine goes down.</summary>
    private async Task<BootStep> RunAgentAsync(BootStep step, CancellationToken alive, CancellationToken stopping)
    {
        RestartPause pause = new(_clock);
        while (step is BootStep.Start start)
        {
            if (start.AfterPause)
                await Task.Delay(pause.Next(), _clock, alive);

            pause.Started();
            int exitCode = await RunOnceAsync(start.Command, alive, stopping);
            step = BootDecisions.AfterExit(start.Command, exitCode, Folder.Read(MachineFolder.PowerRequest));
            if (step is BootStep.Start { AfterPause: true })
                Log.AgentEnded(_logger, Name, start.Command, exitCode);
        }

        return step;
    }

    private async Task<int> RunOnceAsync(AgentCommand command, CancellationToken alive, CancellationToken stopping)
    {
        alive.ThrowIfCancellationRequested();
        await using ChildProcess agent = ChildProcess.Start(
            _options.AgentProgram,
            [.. Arguments(command), "--root", Folder.Root, "--config", MachineFolder.AgentConfig],
            Folder.Resolve(MachineFolder.AgentLog));
        lock (_agentLock)
            _agent = agent;
        try
        {
            return await agent.Exited.WaitAsync(alive);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await agent.StopAsync(StopPatience, _clock);
            throw;
        }
        finally
        {
            lock (_agentLock)
                _agent = null;
        }
    }

    private static string[] Arguments(AgentCommand command) => command switch
    {
        AgentCommand.Install => ["register", "--install"],
        AgentCommand.Reset => ["reset"],
        _ => ["run"],
    };

    private static partial class Log
    {
        [LoggerMessage(3011, LogLevel.Information, "{Name}: boot {Boot} into {System}")]
        public static partial void Booted(ILogger logger, string name, int boot, string system);

        [LoggerMessage(3012, LogLevel.Information, "{Name}: bootstrap data executed")]
        public static partial void Bootstrapped(ILogger logger, string name);

        [LoggerMessage(3013, LogLevel.Information, "{Name}: the agent ended its {Command} with {ExitCode}, starting it again")]
        public static partial void AgentEnded(ILogger logger, string name, AgentCommand command, int exitCode);

        [LoggerMessage(3014, LogLevel.Information, "{Name}: unplugged; it stays dark")]
        public static partial void Unplugged(ILogger logger, string name);

        [LoggerMessage(3017, LogLevel.Error, "{Name}: its API server does not start: {Cause}")]
        public static partial void NoControlPlane(ILogger logger, string name, string cause);

        [LoggerMessage(3016, LogLevel.Error, "{Name}: neither slot boots; it stays dark")]
        public static partial void NothingBoots(ILogger logger, string name);
    }
}
