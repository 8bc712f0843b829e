using System.Text.Json;
using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>
/// A machine that boots: recovery where a reset was arranged, the installer where nothing is installed, the installed system otherwise. Its
/// cloud-init does what bootstrap data asks for on the boot after they were put in place.
/// </summary>
internal sealed class TestMachine : IDisposable
{
    private readonly WatchedLog log = new();

    public TestHost Disk { get; } = new();

    /// <summary>What the agent has logged so far.</summary>
    public string Log => log.ToString();

    /// <summary>How many times the machine has booted.</summary>
    public int Boots { get; private set; } = 1;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether cloud-init works on this machine.</summary>
    public bool BootstrapWorks { get; set; } = true;

    /// <summary>What cloud-init says went wrong, and what is in its log; null where nothing does.</summary>
    public (string Error, string Log)? BootstrapError { get; set; }

    /// <summary>What the machine's OS does in place of the dummy.</summary>
    public OsScript Os { get; } = new();

    /// <summary>How long the agent waits before it asks in vain for recovery again.</summary>
    public RetryPolicy ResetPauses { get; init; } = new() { First = TimeSpan.FromMilliseconds(5), Cap = TimeSpan.FromMilliseconds(20) };

    /// <summary>Runs one command of the agent to its end.</summary>
    public Task<int> RunAsync(AgentGoal goal, CancellationToken cancellationToken) => Commands().AdvanceAsync(Settings(), goal, cancellationToken);

    /// <summary>Runs the reset command to its end.</summary>
    public Task<int> ResetAsync(CancellationToken cancellationToken) => RunAsync(AgentGoal.Reset, cancellationToken);

    /// <summary>Lives from boot to boot until it is switched off by cancellation or a command fails.</summary>
    public async Task<int> LiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int code = await BootOnceAsync(cancellationToken);
            if (code != ExitCodes.Success || cancellationToken.IsCancellationRequested)
                return code;

            if (Disk.PowerRequest is not null)
                Reboot();
        }
    }

    /// <summary>Waits until the agent has logged something.</summary>
    public Task WaitForLogAsync(string text) => log.WaitForAsync(text, TestGateway.Patience);

    public void Reboot()
    {
        Disk.Reboot();
        Boots++;
        if (BootstrapError is { } problem)
        {
            Disk.Write(BootstrapTraces.LogPath, problem.Log);
            Disk.Write(BootstrapTraces.ResultPath, JsonSerializer.Serialize(new { v1 = new { datasource = "DataSourceNoCloud", errors = new[] { problem.Error } } }));
        }

        if (BootstrapWorks && Disk.Exists("/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg"))
            Disk.Write(BootstrapSentinel.HostPath, "success\n");
    }

    public async Task<Journal> ReadJournalAsync()
    {
        JournalStore store = new(new JournalFile(Disk.Root, TestHost.WorkDirectory));
        await store.LoadAsync(CancellationToken.None);
        return store.Current;
    }

    public void Dispose()
    {
        Disk.Dispose();
        log.Dispose();
    }

    private async Task<int> BootOnceAsync(CancellationToken cancellationToken)
    {
        string needsReset = TestHost.InWorkDirectory("needs.reset");
        Journal journal = await ReadJournalAsync();
        if (Disk.Exists(needsReset))
        {
            Disk.Delete(needsReset);
            return await ResetAsync(cancellationToken);
        }

        return await RunAsync(journal is { Registered: true, Installed: true } ? AgentGoal.Run : AgentGoal.Install, cancellationToken);
    }

    private AgentCommands Commands() => new(log, Clock)
    {
        EngineOptions = new AgentEngineOptions
        {
            FarewellPatience = TestGateway.Patience,
            Retries = new RetryPolicy { First = TimeSpan.FromMilliseconds(5), Cap = TimeSpan.FromMilliseconds(20) },
            ResetPauses = ResetPauses,
        },
        MakePlugin = (name, services) => new ScriptedPlugin(OsPluginRegistry.Create(name, services), Os),
    };

    private CommandSettings Settings() => new() { ConfigPath = TestHost.ConfigPath, Root = Disk.Root.Directory, Debug = true };
}
