using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>The real agent against a real gRPC server.</summary>
public sealed class LifeOfAHostTests : IAsyncLifetime, IDisposable
{
    private readonly TestMachine machine = new();
    private readonly CancellationTokenSource powerOff = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
    }

    [Fact]
    public async Task Register_makes_a_host_and_writes_name_and_configuration()
    {
        gateway.Registration.HostLabels["site"] = "north";

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Register, CancellationToken.None));

        Assert.StartsWith("m-", gateway.Host.Name, StringComparison.Ordinal);
        Assert.Equal(gateway.Host.Name + "\n", machine.Disk.Read("/etc/hostname"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, machine.Disk.Mode(TestHost.ConfigPath));
        Assert.Contains("osPlugin: dummy", machine.Disk.Read(TestHost.ConfigPath), StringComparison.Ordinal);
        HostReport report = gateway.Host.Reported.Current.Value!;
        Assert.Equal(("True", Reasons.Registered), Condition(report, ConditionTypes.RegistrationReady));
        Assert.Equal(machine.Disk.CurrentBoot, report.BootId);
    }

    [Fact]
    public async Task Registering_again_finds_the_same_host()
    {
        for (int time = 0; time < 3; time++)
            await machine.RunAsync(AgentGoal.Register, CancellationToken.None);

        machine.Disk.Delete(TestHost.InWorkDirectory("journal.json"));
        await machine.RunAsync(AgentGoal.Register, CancellationToken.None);

        Assert.Single(gateway.Created);
    }

    [Fact]
    public async Task Install_hands_the_registrations_wishes_to_the_os()
    {
        gateway.Registration.CloudConfigJson = ByteString.CopyFromUtf8("""{"users":[{"name":"root"}]}""");
        gateway.Registration.InstallJson = ByteString.CopyFromUtf8("""{"device":"/dev/sda","serial":9007199254740993}""");

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None));

        Assert.Equal("device: /dev/sda\nserial: 9007199254740993\n", machine.Disk.Read(TestHost.InWorkDirectory("install.yaml")));
        Assert.Equal("#cloud-config\nusers:\n- name: root\n", machine.Disk.Read("/etc/elemental/cloud-config.yaml"));
        Assert.True(gateway.Host.Reported.Current.Value!.Installed);
        Assert.Null(machine.Disk.PowerRequest);
    }

    [Fact]
    public async Task An_older_managers_wishes_are_understood()
    {
        gateway.Registration.CloudConfig = Struct.Parser.ParseJson("""{"users":[{"name":"root"}]}""");
        gateway.Registration.Install = Struct.Parser.ParseJson("""{"device":"/dev/sda"}""");

        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None));

        Assert.Equal("device: /dev/sda\n", machine.Disk.Read(TestHost.InWorkDirectory("install.yaml")));
        Assert.Equal("#cloud-config\nusers:\n- name: root\n", machine.Disk.Read("/etc/elemental/cloud-config.yaml"));
    }

    [Theory]
    [InlineData("cloudConfig", Reasons.CloudConfigInstallationFailed)]
    [InlineData("elemental.install", Reasons.InstallationFailed)]
    public async Task A_wish_that_cannot_be_read_is_named_and_read_again(string field, string reason)
    {
        ByteString unreadable = ByteString.CopyFromUtf8("[1]");
        (field == "cloudConfig" ? () => gateway.Registration.CloudConfigJson = unreadable : (Action)(() => gateway.Registration.InstallJson = unreadable))();
        Task<int> run = machine.RunAsync(AgentGoal.Install, CancellationToken.None);

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.InstallationReady)?.Reason == reason);
        Assert.Equal(
            $"config.{field} of the ElementalRegistration cannot be read by this agent: it must be a JSON object of at most 1000 levels.",
            Message(gateway.Host, ConditionTypes.InstallationReady));

        (gateway.Registration.CloudConfigJson, gateway.Registration.InstallJson) = (ByteString.Empty, ByteString.Empty);
        Assert.Equal(ExitCodes.Success, await run.WaitAsync(TestGateway.Patience));
    }

    [Theory]
    [InlineData(true, true, "poweroff")]
    [InlineData(false, true, "reboot")]
    public async Task After_the_installation_the_machine_does_what_the_registration_says_once(bool powerOff, bool reboot, string request)
    {
        gateway.Registration.Agent.PostInstall = new PostAction { PowerOff = powerOff, Reboot = reboot };

        await machine.RunAsync(AgentGoal.Install, CancellationToken.None);
        Assert.Equal(request, machine.Disk.PowerRequest);

        machine.Reboot();
        await machine.RunAsync(AgentGoal.Install, CancellationToken.None);
        Assert.Null(machine.Disk.PowerRequest);
    }

    [Fact]
    public async Task A_registration_with_a_plugin_that_nobody_knows_makes_no_host_until_it_is_mended()
    {
        gateway.Registration.Agent.OsPlugin = "/usr/lib/elemental/plugins/nonesuch.so";
        Task<int> installing = machine.RunAsync(AgentGoal.Install, powerOff.Token);

        await machine.WaitForLogAsync("names no OS plugin of this agent; the known ones are: dummy.");
        Assert.Empty(gateway.Hosts);
        gateway.Registration.Agent.OsPlugin = "dummy";

        Assert.Equal(ExitCodes.Success, await installing.WaitAsync(TestGateway.Patience));
        Assert.True(gateway.Host.Reported.Current.Value!.Installed);
    }

    [Fact]
    public async Task A_mended_registration_is_read_again_without_a_restart()
    {
        await machine.RunAsync(AgentGoal.Register, CancellationToken.None);
        gateway.Registration.Agent.OsPlugin = "/usr/lib/elemental/plugins/nonesuch.so";
        Task<int> installing = machine.RunAsync(AgentGoal.Install, powerOff.Token);

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.InstallationReady) == ("False", Reasons.InstallationFailed));
        Assert.Contains("nonesuch", Message(gateway.Host, ConditionTypes.InstallationReady), StringComparison.Ordinal);
        gateway.Registration.Agent.OsPlugin = "dummy";

        Assert.Equal(ExitCodes.Success, await installing.WaitAsync(TestGateway.Patience));
        Assert.True(gateway.Host.Reported.Current.Value!.Installed);
    }

    [Fact]
    public async Task Run_refuses_a_host_that_is_not_registered()
    {
        Assert.Equal(ExitCodes.Failure, await machine.RunAsync(AgentGoal.Run, CancellationToken.None));
        Assert.Contains("This host is not registered", machine.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claimed_host_is_bootstrapped_over_a_reboot()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });

        await gateway.WaitForReportAsync(report => report is { Bootstrapped: true, ObservedGeneration: 2, Phase: HostPhase.Running });
        Assert.Equal(gateway.Bootstrap.Data, machine.Disk.Read("/etc/cloud/cloud.cfg.d/elemental-capi-bootstrap.cfg"));
        Assert.Equal(2, machine.Boots);
        machine.Reboot();
        await StopAsync(life);
        Assert.DoesNotContain("s3cret", machine.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_is_told_once_although_the_host_reboots_and_its_streams_break()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        int connects = 0;
        gateway.Intercept = (method, isDone) =>
        {
            if (method == "Connect" && isDone && Interlocked.Increment(ref connects) % 2 == 0)
                throw new RpcException(new Status(StatusCode.Unavailable, "draining"), new Metadata { { "retry-after", "0.01" } });
        };
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        RegisteredHost host = gateway.Host;

        host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true, Traceparent = trace });
        await gateway.WaitForReportAsync(report => report is { Bootstrapped: true, ObservedGeneration: 2 });
        host.Desired.Publish(new HostDirective { Generation = 3, NeedsReset = true, Traceparent = trace });
        await gateway.WaitAsync(now => now.Created.Count == 2);

        // What ends at a boot is told with the first report of a stream, and lost with it where the server refuses that: every other one here.
        string[] told = [.. host.Steps.Where(step => step.Step != "AwaitBootstrap").Select(step => $"{step.Operation} {step.Step} {step.Result} {step.Traceparent}")];
        Assert.Equal(
            [
                "Registration Register Done ", "Registration FinalizeRegistration Done ", "Installation Install Done ",
                $"Bootstrap Bootstrap Done {trace}", $"Reset TriggerReset Done {trace}",
            ],
            told.Take(5));
        // The boot that wipes does not wait for the manager, who may be deaf by then; it knows the trace if it was told the directive once more.
        Assert.Subset(
            new HashSet<string> { "Reset AnnounceReset Done ", $"Reset AnnounceReset Done {trace}", "Reset Wipe Done ", $"Reset Wipe Done {trace}" },
            told.Skip(5).ToHashSet());
        Assert.Equal(host.Steps.Count, host.Steps.Select(step => step.Step).Distinct().Count());
        await StopAsync(life);
    }

    [Fact]
    public async Task A_bootstrap_that_does_not_end_is_told_to_a_person_and_still_waited_for()
    {
        ManualClock clock = new();
        using TestMachine slow = new() { BootstrapWorks = false, Clock = new DeadlineClock(clock) };
        slow.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        Task<int> life = slow.LiveAsync(powerOff.Token);
        await InstalledAsync();
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });
        await gateway.WaitForReportAsync(report => report.Phase == HostPhase.Bootstrapping && slow.Boots == 2 && report.BootId == slow.Disk.CurrentBoot);

        clock.Advance(TimeSpan.FromMinutes(10));

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.BootstrapReady) == ("False", Reasons.BootstrapFailed));
        slow.Disk.Write(BootstrapSentinel.HostPath, "success\n");
        await gateway.WaitForReportAsync(report => report.Bootstrapped);
        await StopAsync(life);
    }

    [Fact]
    public async Task A_bootstrap_that_fails_says_so_with_the_end_of_its_log_and_nothing_of_its_data()
    {
        gateway.Bootstrap = ("cloud-config", """
            #cloud-config
            write_files:
            - path: /run/kubeadm/kubeadm.yaml
              content: |
                kind: InitConfiguration
                certificateKey: 8d3ffd1b5f3b9c1ea0b8s3cret
            runcmd:
            - kubeadm init --config /run/kubeadm/kubeadm.yaml
            """);
        machine.BootstrapWorks = false;
        machine.BootstrapError = (
            "('scripts_user', RuntimeError('Runparts: 1 failures'))",
            "Cloud-init v. 24.1 running 'modules:final'\nusing certificateKey 8d3ffd1b5f3b9c1ea0b8s3cret\nkubeadm: /run/kubeadm/kubeadm.yaml has no bootstrapTokens\u001b[0m\n");
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.BootstrapReady) == ("False", Reasons.BootstrapFailed));
        string message = Message(gateway.Host, ConditionTypes.BootstrapReady);
        Assert.Contains("cloud-init has ended with an error: ('scripts_user', RuntimeError('Runparts: 1 failures'))", message, StringComparison.Ordinal);
        Assert.EndsWith("using certificateKey … | kubeadm: /run/kubeadm/kubeadm.yaml has no bootstrapTokens [0m", message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", machine.Log + machine.Disk.Read(TestHost.InWorkDirectory("journal.json")), StringComparison.Ordinal);
        Assert.Equal(2, machine.Boots);

        machine.Disk.Write(BootstrapSentinel.HostPath, "success\n");
        await gateway.WaitForReportAsync(report => report.Bootstrapped && Condition(report, ConditionTypes.BootstrapReady) == ("True", Reasons.Bootstrapped));
        await StopAsync(life);
    }

    [Fact]
    public async Task What_the_boot_before_says_of_its_own_cloud_init_is_no_failure()
    {
        machine.Disk.Write(BootstrapTraces.ResultPath, """{"v1":{"errors":["the installer's own"]}}""");
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });

        await gateway.WaitForReportAsync(report => report.Bootstrapped);
        Assert.DoesNotContain("ExplainBootstrap", machine.Log, StringComparison.Ordinal);
        await StopAsync(life);
    }

    [Fact]
    public async Task Bootstrap_data_that_cannot_be_had_is_told_in_the_words_of_the_server()
    {
        bool isMissing = true;
        gateway.Intercept = (method, _) =>
        {
            if (method == "GetBootstrap" && isMissing)
                throw new RpcException(new Status(StatusCode.NotFound, "the Secret boot-1 of the ElementalHost fleet/m-1 has no value"));
        };
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, BootstrapAvailable = true });

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.BootstrapReady) == ("False", Reasons.BootstrapDataNotFound));
        Assert.Contains("the Secret boot-1 of the ElementalHost fleet/m-1 has no value", Message(gateway.Host, ConditionTypes.BootstrapReady), StringComparison.Ordinal);
        isMissing = false;
        await gateway.WaitForReportAsync(report => report.Bootstrapped);
        await StopAsync(life);
    }

    [Fact]
    public async Task An_os_version_is_proved_after_its_reboot()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        string bootBefore = machine.Disk.CurrentBoot;

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, OsVersion = Version("v2", apply: true) });

        await gateway.WaitForReportAsync(report => report.OsVersionHash == "v2" && report.Phase == HostPhase.Running);
        Assert.Equal(("True", Reasons.OSVersionReconciled), Condition(gateway.Host.Reported.Current.Value!, ConditionTypes.OSVersionReady));
        Assert.NotEqual(bootBefore, gateway.Host.Reported.Current.Value!.BootId);
        await StopAsync(life);
    }

    [Fact]
    public async Task An_os_version_without_leave_changes_nothing()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();

        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, OsVersion = Version("v2", apply: false) });

        await gateway.WaitForReportAsync(report => Condition(report, ConditionTypes.OSVersionReady) == ("False", Reasons.InPlaceUpdateNotPending));
        Assert.False(machine.Disk.Exists(TestHost.InWorkDirectory("os-version.yaml")));
        await StopAsync(life);
    }

    [Fact]
    public async Task An_idle_host_says_nothing()
    {
        await machine.RunAsync(AgentGoal.Install, CancellationToken.None);
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2 });
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 2);
        long before = gateway.Host.Reported.Current.Version;

        for (int time = 0; time < 5; time++)
            gateway.Host.Desired.Publish(new HostDirective { Generation = 2 });

        gateway.Host.Desired.Publish(new HostDirective { Generation = 3 });
        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 3);
        Assert.Equal(before + 1, gateway.Host.Reported.Current.Version);
        await StopAsync(life);
    }

    [Fact]
    public async Task A_host_the_server_forgot_registers_again_under_its_name_and_key()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        RegisteredHost before = gateway.Host;

        gateway.Hosts.Clear();
        before.Desired.Publish(new HostDirective { ReconnectAfter = Duration.FromTimeSpan(TimeSpan.Zero) });

        await gateway.WaitForReportAsync(report => report.Installed);
        Assert.Equal((before.Name, before.PublicKey), (gateway.Host.Name, gateway.Host.PublicKey));
        await StopAsync(life);
    }

    [Fact]
    public async Task A_host_that_may_not_register_any_more_is_taken_back_once_the_server_knows_it_again()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        RegisteredHost host = gateway.Host;
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Intercept = (method, _) =>
        {
            if (method == "GetRegistration")
            {
                refused.TrySetResult();
                throw new RpcException(new Status(StatusCode.Unauthenticated, "the token has expired"));
            }
        };

        gateway.Hosts.Clear();
        host.Desired.Publish(new HostDirective { ReconnectAfter = Duration.FromTimeSpan(TimeSpan.Zero) });
        await refused.Task.WaitAsync(TestGateway.Patience);
        host.Desired.Publish(new HostDirective { Generation = 5 });
        gateway.Hosts[host.Name] = host;

        await gateway.WaitForReportAsync(report =>
            report.ObservedGeneration == 5 && Condition(report, ConditionTypes.RegistrationReady) == ("True", Reasons.Registered));
        Assert.Single(gateway.Created);
        await StopAsync(life);
    }

    [Fact]
    public async Task A_registration_that_moved_to_another_address_is_followed()
    {
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        RegisteredHost host = gateway.Host;

        gateway.Audience = gateway.RegistrationUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        host.Desired.Publish(new HostDirective { ReconnectAfter = Duration.FromTimeSpan(TimeSpan.Zero) });
        await gateway.WaitAsync(now => machine.Disk.Read(TestHost.ConfigPath).Contains("localhost", StringComparison.Ordinal));
        host.Desired.Publish(new HostDirective { Generation = 5 });

        await gateway.WaitForReportAsync(report => report.ObservedGeneration == 5);
        Assert.Single(gateway.Created);
        await StopAsync(life);
    }

    [Fact]
    public async Task A_reset_wipes_shows_evidence_and_starts_over_as_somebody_new()
    {
        gateway.Registration.ResetJson = ByteString.CopyFromUtf8("""{"resetOem":true}""");
        Task<int> life = machine.LiveAsync(powerOff.Token);
        await InstalledAsync();
        string first = gateway.Host.Name;
        string bootBefore = machine.Disk.CurrentBoot;
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, NeedsReset = true, BootstrapAvailable = true });

        await gateway.WaitAsync(now => now.Created.Count == 2 && now.Hosts.Values.Any(host => host.Reported.Current.Value is { Installed: true }));

        Assert.NotEqual(first, gateway.Host.Name);
        ResetEvidence evidence = Assert.Single(gateway.Evidence);
        Assert.NotEqual(bootBefore, evidence.BootId);
        Assert.Contains(TestHost.InWorkDirectory("install.yaml"), evidence.WipedPaths);
        Assert.Equal("resetOem: true\n", machine.Disk.Read(TestHost.InWorkDirectory("reset.yaml")));
        await StopAsync(life);
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    public void Dispose()
    {
        machine.Dispose();
        powerOff.Dispose();
    }

    private async Task InstalledAsync()
    {
        await gateway.WaitForReportAsync(report => report is { Installed: true, Phase: HostPhase.Running });
    }

    private async Task StopAsync(Task<int> life)
    {
        await powerOff.CancelAsync();
        Assert.Equal(ExitCodes.Success, await life.WaitAsync(TestGateway.Patience));
    }

    private static (string Status, string Reason)? Condition(HostReport report, string type) =>
        report.Conditions.FirstOrDefault(condition => condition.Type == type) is { } found ? (found.Status, found.Reason) : null;

    private static string Message(RegisteredHost host, string type) =>
        host.Reported.Current.Value!.Conditions.Single(condition => condition.Type == type).Message;

    private static OsVersion Version(string hash, bool apply) => new() { Hash = hash, Apply = apply, ManagementJson = ByteString.CopyFromUtf8($$"""{"version":"{{hash}}"}""") };
}
