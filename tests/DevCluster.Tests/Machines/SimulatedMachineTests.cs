using ElementalProvider.DevCluster.Machines;
using ElementalProvider.DevCluster.Machines.ControlPlane;
using ElementalProvider.DevCluster.Setup;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.Machines;

public sealed class SimulatedMachineTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_machine_registers_then_runs_and_a_reboot_gives_a_new_boot_id_and_an_empty_run()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) exit 0 ;;
              run)
                if [ ! -e $root/var/rebooted ]; then
                  mkdir -p $root/var $root/run/elemental; touch $root/var/rebooted $root/run/left
                  printf reboot > $root/run/elemental/power; exit 0
                fi
                [ -e $root/run/left ] && echo dirty >> $root/var/rebooted
                mkdir -p $root/run/elemental; printf poweroff > $root/run/elemental/power ;;
            esac
            """);

        await PlayUntilOffAsync(agent);

        Assert.Equal(["register", "run", "register", "run"], agent.Calls.Select(call => call.Command));
        Assert.Equal(2, agent.Calls.Select(call => call.BootId).Distinct().Count());
        Assert.True(Directory.Exists(Path.Join(agent.MachineFolder, "faults")), "A person who touches a fault needs the folder.");
        Assert.Equal("", File.ReadAllText(Path.Join(agent.MachineFolder, "root/var/rebooted")));
    }

    [Fact]
    public async Task A_reset_mark_boots_the_recovery_system_which_runs_until_the_reset_succeeds()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) [ -e $root/var/reset-done ] && { mkdir -p $root/run/elemental; printf poweroff > $root/run/elemental/power; }; exit 0 ;;
              run) mkdir -p $root/work $root/var/lib/kubelet $root/run/elemental; touch $root/work/needs.reset; printf reboot > $root/run/elemental/power; exit 0 ;;
              reset)
                [ -e $root/work/needs.reset ] && exit 1
                [ -e $root/var/lib/kubelet ] && exit 1
                if [ ! -e $root/var/failed-once ]; then touch $root/var/failed-once; exit 1; fi
                touch $root/var/reset-done; exit 0 ;;
            esac
            """);

        await PlayUntilOffAsync(agent);

        Assert.Equal(["register", "run", "reset", "reset", "register"], agent.Calls.Select(call => call.Command));
        Assert.False(File.Exists(Path.Join(agent.MachineFolder, "firmware/boot-entry")));
    }

    [Fact]
    public async Task A_reset_that_lost_its_power_goes_on_in_the_recovery_system()
    {
        using FakeAgent agent = new(
            """
            mkdir -p $root/var $root/run/elemental
            case "$1" in
              reset) touch $root/var/done; printf poweroff > $root/run/elemental/power ;;
              *) touch $root/var/wrong ;;
            esac
            """);
        Directory.CreateDirectory(Path.Join(agent.MachineFolder, "firmware"));
        await File.WriteAllTextAsync(Path.Join(agent.MachineFolder, "firmware/boot-entry"), "recovery\n");

        await PlayUntilOffAsync(agent);

        Assert.Equal(["reset"], agent.Calls.Select(call => call.Command));
    }

    [Fact]
    public async Task Bootstrap_data_is_executed_once_at_the_boot_after_it_came()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) exit 0 ;;
              run)
                mkdir -p $root/etc/cloud/cloud.cfg.d $root/run/elemental
                if [ ! -e $root/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg ]; then
                  printf '#cloud-config\nruncmd:\n  - echo once > /var/sentinel\n' > $root/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg
                  printf reboot > $root/run/elemental/power
                elif [ ! -e $root/var/second ]; then
                  [ -e $root/var/sentinel ] || exit 1
                  rm $root/var/sentinel; touch $root/var/second; printf reboot > $root/run/elemental/power
                else
                  printf poweroff > $root/run/elemental/power
                fi ;;
            esac
            """);

        await PlayUntilOffAsync(agent);

        Assert.Equal(3, agent.Calls.Count(call => call.Command == "run"));
        Assert.False(File.Exists(Path.Join(agent.MachineFolder, "root/var/sentinel")));
    }

    [Fact]
    public async Task A_control_plane_machine_serves_its_cluster_again_after_a_reboot_and_forgets_it_in_the_recovery_system()
    {
        using FakeAgent agent = new(
            """
            members() { ls -d $root/../../control-planes/*/members/m1 >/dev/null 2>&1; }
            mkdir -p $root/run/elemental $root/work
            case "$1" in
              register) exit 0 ;;
              run)
                members || exit 1
                [ -e $root/etc/kubernetes/admin.conf ] || exit 1
                if [ ! -e $root/var/rebooted ]; then touch $root/var/rebooted; else touch $root/work/needs.reset; fi
                printf reboot > $root/run/elemental/power ;;
              reset) members && touch $root/var/kept; printf poweroff > $root/run/elemental/power ;;
            esac
            """);
        int port = FreePort.Take(1)[0];
        (string certificate, string key) = Certificates.RsaAuthority();
        MachineFolder folder = new(agent.MachineFolder);
        folder.Write(MachineFolder.BootstrapConfig, $"""
            #cloud-config
            write_files:
              - path: /etc/kubernetes/pki/ca.crt
                content: |
            {Indent(certificate)}
              - path: /etc/kubernetes/pki/ca.key
                content: |
            {Indent(key)}
              - path: /run/kubeadm/kubeadm.yaml
                content: |
                  kind: ClusterConfiguration
                  controlPlaneEndpoint: 127.0.0.1:{port}
                  kubernetesVersion: v1.36.1
                  ---
                  kind: InitConfiguration
            runcmd:
              - kubeadm init --config /run/kubeadm/kubeadm.yaml
            """);
        List<string> lines = [];

        await PlayUntilOffAsync(agent, loggers: new LineLog(lines));

        Assert.Equal(["register", "run", "register", "run", "reset"], agent.Calls.Select(call => call.Command));
        Assert.False(File.Exists(Path.Join(agent.MachineFolder, "root/var/kept")));
        Assert.Equal(2, lines.Count(line => line.Contains("the API server of its cluster listens on", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetDirectories(Path.Join(agent.Folder, "control-planes")));
    }

    [Fact]
    public async Task A_bootstrap_that_is_asked_to_fail_leaves_no_sentinel_and_says_why()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) exit 0 ;;
              run) mkdir -p $root/run/elemental; printf poweroff > $root/run/elemental/power ;;
            esac
            """);
        string bootstrap = Path.Join(agent.MachineFolder, "root/etc/cloud/cloud.cfg.d");
        Directory.CreateDirectory(bootstrap);
        await File.WriteAllTextAsync(
            Path.Join(bootstrap, "elemental-capi-bootstrap.cfg"), "#cloud-config\nruncmd:\n  - kubeadm join --config /x && echo success > /var/sentinel\n");

        await PlayUntilOffAsync(agent, machine => machine.Faults.FailNextBootstrap());

        Assert.False(File.Exists(Path.Join(agent.MachineFolder, "root/var/sentinel")));
        Assert.Contains("asked for", await File.ReadAllTextAsync(Path.Join(agent.MachineFolder, "root/var/log/cloud-init-output.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_whose_new_image_does_not_boot_tells_the_agent_what_it_fell_back_to()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) exit 0 ;;
              run) mkdir -p $root/run/elemental; cat $root/run/elemental/boot.json > $root/told; printf poweroff > $root/run/elemental/power ;;
            esac
            """);
        WriteSlots(agent, passiveState: "complete");

        await PlayUntilOffAsync(agent, machine => machine.Faults.FailNextBoot());

        Assert.Equal("""{"slot":"a","failed":"id-2"}""", File.ReadAllText(Path.Join(agent.MachineFolder, "root/told")));
        Assert.False(File.Exists(Path.Join(agent.MachineFolder, "faults/fail-next-boot")));
    }

    [Fact]
    public async Task A_machine_that_can_boot_neither_image_stays_dark()
    {
        using FakeAgent agent = new("exit 0");
        WriteSlots(agent, passiveState: "incomplete");

        await PlayUntilOffAsync(agent, machine => machine.Faults.FailNextBoot());

        Assert.Empty(agent.Calls);
    }

    [Fact]
    public async Task A_stopped_machine_ends_its_agent()
    {
        using FakeAgent agent = new(
            """
            case "$1" in
              register) exit 0 ;;
              run) mkdir -p $root/run; echo $$ > $root/run/pid; trap 'touch $root/asked-to-end; exit 0' TERM; touch $calls.running; while :; do sleep 0.05; done ;;
            esac
            """);
        using FileSystemWatcher watcher = new(agent.Folder, "calls.running");
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => running.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using CancellationTokenSource stopping = new();
        await using ControlPlanes controlPlanes = new(Path.Join(agent.Folder, "control-planes"), NullLoggerFactory.Instance);
        using SimulatedMachine machine = New(agent, controlPlanes);
        Task life = machine.RunAsync(stopping.Token);
        await running.Task.WaitAsync(Generous);

        await stopping.CancelAsync();
        await life.WaitAsync(Generous);

        Assert.True(File.Exists(Path.Join(agent.MachineFolder, "root/asked-to-end")));
    }

    // Slot b is active.
    private static void WriteSlots(FakeAgent agent, string passiveState)
    {
        MachineFolder folder = new(agent.MachineFolder);
        folder.Write("/boot/elemental/active", "b\n");
        folder.Write("/boot/elemental/slot-a.json", $$"""{"id":"id-1","version":"v1","state":"{{passiveState}}"}""");
        folder.Write("/boot/elemental/slot-b.json", """{"id":"id-2","version":"v2","state":"complete"}""");
    }

    private static SimulatedMachine New(FakeAgent agent, ControlPlanes controlPlanes) => new(
        new SimulatedMachineOptions { Name = "m1", Folder = new MachineFolder(agent.MachineFolder), AgentProgram = agent.Program, AgentConfig = FakeAgent.Config },
        controlPlanes,
        TimeProvider.System,
        NullLogger.Instance);

    private static string Indent(string text) => "      " + text.TrimEnd().Replace("\n", "\n      ", StringComparison.Ordinal);

    private static async Task PlayUntilOffAsync(FakeAgent agent, Action<SimulatedMachine>? prepare = null, ILoggerFactory? loggers = null)
    {
        using CancellationTokenSource stopping = new();
        await using ControlPlanes controlPlanes = new(Path.Join(agent.Folder, "control-planes"), loggers ?? NullLoggerFactory.Instance);
        using SimulatedMachine machine = New(agent, controlPlanes);
        prepare?.Invoke(machine);
        Task life = machine.RunAsync(stopping.Token);
        await machine.WentDark.WaitAsync(Generous);
        await stopping.CancelAsync();
        await life.WaitAsync(Generous);
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class LineLog(List<string> lines) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
                lines.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
