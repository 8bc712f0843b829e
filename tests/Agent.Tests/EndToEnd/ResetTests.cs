using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf;
using Grpc.Core;

namespace ElementalProvider.Agent.Tests.EndToEnd;

/// <summary>The reset command where things go wrong.</summary>
public sealed class ResetTests : IAsyncLifetime, IDisposable
{
    private readonly TestMachine machine = new();
    private readonly CancellationTokenSource powerOff = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        gateway = await TestGateway.StartAsync();
        gateway.Registration.ResetJson = ByteString.CopyFromUtf8("""{"resetOem":true}""");
        machine.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Install, CancellationToken.None));
    }

    [Fact]
    public async Task A_host_that_vanished_from_the_server_is_wiped_all_the_same()
    {
        gateway.Hosts.Clear();

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None));

        AssertWipedAndForgotten();
    }

    [Fact]
    public async Task A_registration_that_may_no_longer_be_read_does_not_strand_the_host()
    {
        gateway.Intercept = (method, isDone) =>
        {
            if (method == "GetRegistration")
                throw new RpcException(new Status(StatusCode.Unauthenticated, "the token has expired"));
        };

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None));

        AssertWipedAndForgotten();
        Assert.Equal("resetOem: true\n", machine.Disk.Read(TestHost.InWorkDirectory("reset.yaml")));
    }

    [Fact]
    public async Task A_reset_section_that_cannot_be_read_does_not_hold_the_reset_back()
    {
        gateway.Registration.ResetJson = ByteString.CopyFromUtf8("{");

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(powerOff.Token).WaitAsync(TestGateway.Patience));

        AssertWipedAndForgotten();
        Assert.Equal("resetOem: true\n", machine.Disk.Read(TestHost.InWorkDirectory("reset.yaml")));
    }

    [Fact]
    public async Task Nothing_is_wiped_before_the_server_has_agreed()
    {
        bool isAllowed = false;
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Intercept = (method, _) =>
        {
            if (method == "DeleteHost" && !Volatile.Read(ref isAllowed))
            {
                refused.TrySetResult();
                throw new RpcException(new Status(StatusCode.Unavailable, "paused"));
            }
        };

        Task<int> reset = machine.ResetAsync(CancellationToken.None);
        await refused.Task.WaitAsync(TestGateway.Patience);
        await gateway.WaitForReportAsync(report => Reason(report) == Reasons.ResetFailed && report.Phase == HostPhase.Resetting);
        Assert.True(machine.Disk.Exists(TestHost.InWorkDirectory("install.yaml")));
        Volatile.Write(ref isAllowed, true);

        Assert.Equal(ExitCodes.Success, await reset.WaitAsync(TestGateway.Patience));
        AssertWipedAndForgotten();
    }

    [Fact]
    public async Task A_wipe_that_fails_is_reported_in_the_plugins_words_and_tried_again()
    {
        bool isMended = false;
        machine.Os.Reset = _ => Volatile.Read(ref isMended) ? Task.CompletedTask : throw new PluginException("The disk is on fire.") { CanRetry = false };
        Task<int> reset = machine.ResetAsync(CancellationToken.None);

        await gateway.WaitForReportAsync(report => report.Phase == HostPhase.Resetting
            && report.Conditions.Any(condition => condition is { Type: ConditionTypes.ResetReady, Reason: Reasons.ResetFailed, Message: "The disk is on fire." }));
        Volatile.Write(ref isMended, true);

        Assert.Equal(ExitCodes.Success, await reset.WaitAsync(TestGateway.Patience));
        AssertWipedAndForgotten();
    }

    // The host's object goes while the reset is at this call: before the server acts, or after.
    [Theory]
    [InlineData("DeleteHost", false)]
    [InlineData("DeleteHost", true)]
    [InlineData("GetRegistration", false)]
    [InlineData("GetRegistration", true)]
    [InlineData("Connect", true)]
    public async Task A_host_that_vanishes_in_the_middle_is_wiped_all_the_same(string method, bool isDone)
    {
        gateway.Intercept = (called, done) =>
        {
            if ((called, done) == (method, isDone))
                gateway.Hosts.Clear();
        };

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None).WaitAsync(TestGateway.Patience));

        AssertWipedAndForgotten();
    }

    [Fact]
    public async Task The_boot_that_asked_for_the_reset_must_not_wipe_and_does_not_bother_the_server()
    {
        await TriggerAsync();
        int calls = 0;
        gateway.Intercept = (_, _) => Interlocked.Increment(ref calls);

        Assert.Equal(ExitCodes.Failure, await machine.ResetAsync(CancellationToken.None));

        Assert.Contains("reboot into recovery", machine.Log, StringComparison.Ordinal);
        Assert.True(machine.Disk.Exists(TestHost.InWorkDirectory("install.yaml")));
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Evidence_names_the_boot_that_asked_and_the_boot_that_wiped()
    {
        string asking = machine.Disk.CurrentBoot;
        await TriggerAsync();
        machine.Reboot();
        string wiping = machine.Disk.CurrentBoot;

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None));

        ResetEvidence evidence = Assert.Single(gateway.Evidence);
        Assert.Equal((wiping, asking), (evidence.BootId, evidence.RequestedBootId));
        Assert.NotEmpty(evidence.WipedPaths);
        Assert.Equal([wiping, wiping], gateway.ResetBoots);
    }

    [Fact]
    public async Task A_host_that_keeps_booting_its_installed_system_says_so_and_asks_for_recovery_ever_more_seldom()
    {
        ManualClock clock = new();
        using TestMachine stubborn = new()
        {
            Clock = new DeadlineClock(clock),
            ResetPauses = new RetryPolicy { First = TimeSpan.FromMinutes(2), Cap = TimeSpan.FromHours(1), Random = () => 1 },
        };
        stubborn.Disk.Write(TestHost.ConfigPath, gateway.HostConfig());
        gateway.Hosts.Clear();
        await stubborn.RunAsync(AgentGoal.Install, CancellationToken.None);
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, NeedsReset = true });
        await stubborn.RunAsync(AgentGoal.Run, CancellationToken.None);
        foreach (int minutes in (int[])[2, 4, 8])
        {
            stubborn.Reboot();
            Task<int> running = stubborn.RunAsync(AgentGoal.Run, CancellationToken.None);
            await gateway.WaitForReportAsync(report => report.BootId == stubborn.Disk.CurrentBoot && Reason(report) == Reasons.ResetFailed);
            await clock.WaitForTimerAsync(TimeSpan.FromMinutes(minutes));

            clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.False(running.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(1));

            Assert.Equal(ExitCodes.Success, await running.WaitAsync(TestGateway.Patience));
            Assert.Equal("reboot", stubborn.Disk.PowerRequest);
        }
    }

    [Fact]
    public async Task Evidence_that_was_not_taken_is_shown_again_by_the_next_run()
    {
        gateway.Intercept = (method, isDone) =>
        {
            if (method == "DeleteHost" && isDone && gateway.Hosts.IsEmpty)
            {
                powerOff.Cancel();
                throw new RpcException(new Status(StatusCode.Unavailable, "the answer is lost"));
            }
        };
        await machine.ResetAsync(powerOff.Token);
        Assert.True(machine.Disk.Exists(TestHost.InWorkDirectory("private.key")));

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None));
        AssertWipedAndForgotten();
    }

    [Fact]
    public async Task A_host_without_identity_has_nothing_to_reset()
    {
        await machine.ResetAsync(CancellationToken.None);

        Assert.Equal(ExitCodes.Success, await machine.ResetAsync(CancellationToken.None));
        Assert.Single(gateway.Evidence);
    }

    [Theory]
    [InlineData(true, false, "poweroff")]
    [InlineData(false, true, "reboot")]
    [InlineData(false, false, null)]
    public async Task After_the_reset_the_machine_does_what_the_registration_says(bool powersOff, bool reboots, string? request)
    {
        gateway.Registration.Agent.PostReset = new PostAction { PowerOff = powersOff, Reboot = reboots };

        await machine.ResetAsync(CancellationToken.None);

        Assert.Equal(request, machine.Disk.PowerRequest);
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    public void Dispose()
    {
        machine.Dispose();
        powerOff.Dispose();
    }

    private async Task TriggerAsync()
    {
        gateway.Host.Desired.Publish(new HostDirective { Generation = 2, NeedsReset = true });
        Assert.Equal(ExitCodes.Success, await machine.RunAsync(AgentGoal.Run, CancellationToken.None).WaitAsync(TestGateway.Patience));
        machine.Disk.Delete(TestHost.InWorkDirectory("needs.reset"));
    }

    private void AssertWipedAndForgotten()
    {
        Assert.Empty(gateway.Hosts);
        Assert.All(
            ["install.yaml", "private.key", "journal.json"],
            name => Assert.False(machine.Disk.Exists(TestHost.InWorkDirectory(name)), $"{name} is still there"));
    }

    private static string? Reason(HostReport report) =>
        report.Conditions.FirstOrDefault(condition => condition.Type == ConditionTypes.ResetReady)?.Reason;
}
