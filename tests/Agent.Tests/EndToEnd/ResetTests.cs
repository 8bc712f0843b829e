using ElementalProvider.Agent.Cli;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using Google.Protobuf.WellKnownTypes;
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
        gateway.Registration.Reset = Struct.Parser.ParseJson("""{"resetOem":true}""");
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
    public async Task A_wipe_that_fails_is_reported_and_tried_again()
    {
        machine.Disk.Write(TestHost.InWorkDirectory("needs.reset"), "");
        Task<int> reset = machine.ResetAsync(CancellationToken.None);

        await gateway.WaitForReportAsync(report => Reason(report) == Reasons.ResetFailed);
        machine.Disk.Delete(TestHost.InWorkDirectory("needs.reset"));

        Assert.Equal(ExitCodes.Success, await reset.WaitAsync(TestGateway.Patience));
        AssertWipedAndForgotten();
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
