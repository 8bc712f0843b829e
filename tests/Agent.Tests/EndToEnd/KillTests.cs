using System.Diagnostics;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>
/// The built executable, killed (SIGKILL) at its n-th change to the disk: between registration and the end of bootstrapping, and between the wish
/// for a reset and its end.
/// </summary>
public sealed class KillTests : IDisposable
{
    private readonly TestHost disk = new();
    private readonly Lock gate = new();
    private Process? agent;
    private int changes;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(17)]
    public async Task A_killed_agent_is_the_same_host_and_goes_on(int change)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using FileSystemWatcher watcher = Watcher(change, killed);
        using CancellationTokenSource theEnd = new();

        Task life = LiveAsync(killed.Task, theEnd.Token);
        await gateway.WaitForReportAsync(report => report is { Installed: true, Phase: HostPhase.Running });
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });
        await gateway.WaitForReportAsync(report => report is { Bootstrapped: true, Phase: HostPhase.Running });
        await theEnd.CancelAsync();
        await life.WaitAsync(TestGateway.Patience);

        Assert.True(killed.Task.IsCompleted, "The agent was never killed: there were fewer changes to the disk than thought.");
        Assert.Single(gateway.Created);
        Assert.Equal(gateway.Host.Name + "\n", disk.Read("/etc/hostname"));
        Assert.Equal(gateway.Bootstrap.Data, disk.Read("/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(21)]
    public async Task A_killed_reset_is_brought_to_its_end(int change)
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource theEnd = new();
        Task life = LiveAsync(killed.Task, theEnd.Token);
        await gateway.WaitForReportAsync(report => report is { Installed: true, Phase: HostPhase.Running });
        RegisteredHost before = gateway.Host;
        using FileSystemWatcher watcher = Watcher(change, killed);

        before.Desired.Publish(new HostDirective { Generation = 2, NeedsReset = true });

        await gateway.WaitAsync(now => now.Hosts.Values.Any(host => host.Name != before.Name && host.Reported.Current.Value is { Installed: true }));
        await theEnd.CancelAsync();
        await life.WaitAsync(TestGateway.Patience);
        Assert.True(killed.Task.IsCompleted, "The agent was never killed: there were fewer changes to the disk than thought.");
        Assert.Equal(2, gateway.Created.Count);
        Assert.All(gateway.Evidence, evidence => Assert.NotEqual(evidence.RequestedBootId, evidence.BootId));
        Assert.All(gateway.Evidence, evidence => Assert.NotEmpty(evidence.WipedPaths));
    }

    public void Dispose() => disk.Dispose();

    private FileSystemWatcher Watcher(int change, TaskCompletionSource killed)
    {
        FileSystemWatcher watcher = new(disk.Root.Directory) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => KillAt(change, killed);
        watcher.Renamed += (_, _) => KillAt(change, killed);
        watcher.Changed += (_, _) => KillAt(change, killed);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void KillAt(int change, TaskCompletionSource killed)
    {
        lock (gate)
        {
            // What the machine does to its disk while it reboots is not the agent's doing.
            if (agent is null || ++changes != change)
                return;

            agent.Kill();
            killed.SetResult();
        }
    }

    private void Watch(Process? process)
    {
        lock (gate)
            agent = process;
    }

    private async Task LiveAsync(Task killed, CancellationToken theEnd)
    {
        while (!theEnd.IsCancellationRequested)
        {
            string[] command = await NextCommandAsync();
            using Process process = AgentProcess.Start([.. command, "--root", disk.Root.Directory]);
            Watch(process);
            await using (theEnd.Register(process.Kill))
            {
                string log = await process.StandardError.ReadToEndAsync(CancellationToken.None);
                await process.WaitForExitAsync(CancellationToken.None);
                Assert.True(process.ExitCode == 0 || killed.IsCompleted || theEnd.IsCancellationRequested, log);
                Assert.DoesNotContain("s3cret", log, StringComparison.Ordinal);
            }

            Watch(null);

            if (disk.PowerRequest is not null)
                Reboot();
        }
    }

    private void Reboot()
    {
        disk.Reboot();
        if (disk.Exists("/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg"))
            disk.Write(BootstrapSentinel.HostPath, "success\n");
    }

    private async Task<string[]> NextCommandAsync()
    {
        string needsReset = TestHost.InWorkDirectory("needs.reset");
        if (disk.Exists(needsReset))
        {
            disk.Delete(needsReset);
            return ["reset"];
        }

        return await IsInstalledAsync() ? ["run"] : ["register", "--install"];
    }

    private async Task<bool> IsInstalledAsync()
    {
        JournalStore journal = new(new JournalFile(disk.Root, TestHost.WorkDirectory));
        Assert.Null(await journal.LoadAsync(CancellationToken.None));
        return journal.Current is { Registered: true, Installed: true };
    }
}
