using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Testing.Time;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Hosts;

public class ResetTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    private static readonly ResetEvidence Evidence = new() { BootId = "boot-2", WipedPaths = { "/" } };

    [Fact]
    public async Task A_host_that_announces_its_reset_is_being_deleted_and_says_so()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);

        await host.Agent.DeleteAsync();
        await host.Agent.DeleteAsync();

        ElementalHost after = await host.GetAsync();
        Condition reset = Conditions.Find(after.Status!.Conditions, ConditionTypes.ResetReady)!;
        Assert.NotNull(after.Metadata.DeletionTimestamp);
        Assert.Equal(HostPhase.Resetting, after.Status.Phase);
        Assert.Equal((ConditionStatus.False, Reasons.WaitingForReset), (reset.Status, reset.Reason));
        Assert.False(after.Metadata.Labels!.ContainsKey(HostLabels.Reset));
        Assert.Equal(1, gateway.Requests["delete elementalhosts"]);
    }

    [Fact]
    public async Task I4_Evidence_lets_the_host_go()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);
        await host.Agent.DeleteAsync();

        await host.Agent.DeleteAsync(Evidence);

        ElementalHost after = await host.GetAsync();
        Assert.Equal("true", after.Metadata.Labels![HostLabels.Reset]);
        Assert.Equal("boot-2", after.Status!.Facts!["boot-id"]);
        Assert.True(Conditions.IsTrue(after.Status.Conditions, ConditionTypes.ResetReady));
        Assert.False(Conditions.IsTrue(after.Status.Conditions, ConditionTypes.Ready));
    }

    [Fact]
    public async Task A_reset_collides_with_nothing_that_its_own_gateway_wrote_however_late_the_informer_is()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);
        network.HoldWatches();
        network.Answers.Clear();

        await host.Agent.DeleteAsync(bootId: "boot-2");
        await host.ReportAsync(SampleReports.Wiping("boot-2", Reasons.ResetFailed, "the disk is read-only"));
        await host.UntilAsync(seen => Conditions.Find(seen.Status?.Conditions, ConditionTypes.Ready) is { Message: "the disk is read-only" });
        await host.Agent.DeleteAsync(Evidence);

        // What was announced and the deletion, two patches of what was reported, the proof and its label: none refused, nothing read in between.
        Assert.Equal(["PATCH 200", "DELETE 200", "PATCH 200", "PATCH 200", "PATCH 200", "PATCH 200"], Written(network));
    }

    [Fact]
    public async Task Nor_does_a_reset_collide_with_the_last_words_of_a_host_that_has_hung_up_to_reboot()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await host.ReportAsync(SampleReports.Ready(bootId: "boot-1"));
        await host.UntilAsync(seen => seen.Status?.Facts?.GetValueOrDefault(FactNames.InstalledBootId) == "boot-1");
        await ClaimAndReleaseAsync(host);
        await host.ReportAsync(SampleReports.Ready(bootId: "boot-1") with { Phase = HostPhase.TriggeringReset });
        network.HoldWatches();
        network.Answers.Clear();
        await host.HangUpAsync();
        await host.EndAsync();

        await host.Agent.DeleteAsync(bootId: "boot-2");
        await host.Agent.DeleteAsync(Evidence);
        await gateway.StopAsync();

        Assert.Equal(["PATCH 200", "DELETE 200", "PATCH 200", "PATCH 200"], Written(network));
        Assert.Equal(HostPhase.Resetting, (await host.GetAsync()).Status!.Phase);
    }

    [Fact]
    public async Task Evidence_alone_is_enough_when_the_announcement_was_lost()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);

        await host.Agent.DeleteAsync(Evidence);

        ElementalHost after = await host.GetAsync();
        Assert.NotNull(after.Metadata.DeletionTimestamp);
        Assert.Equal("true", after.Metadata.Labels![HostLabels.Reset]);
    }

    [Fact]
    public async Task A_free_host_may_leave_by_itself()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        await host.Agent.DeleteAsync();

        Assert.NotNull((await host.GetAsync()).Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task I3_A_host_that_serves_a_machine_may_not()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await host.ClaimAsync();
        await host.NextAsync();

        foreach (ResetEvidence? evidence in (ResetEvidence?[])[null, Evidence])
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => host.Agent.DeleteAsync(evidence));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
            Assert.Contains("em-1", refusal.Status.Detail, StringComparison.Ordinal);
        }

        Assert.Null((await host.GetAsync()).Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task I3_A_paused_host_may_not_either()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);
        await host.PatchAsync("""{"metadata":{"annotations":{"cluster.x-k8s.io/paused":""}}}""");
        Assert.False((await host.NextAsync()).NeedsReset);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => host.Agent.DeleteAsync());

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Null((await host.GetAsync()).Metadata.DeletionTimestamp);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task I9_Why_a_reset_fails_is_on_the_host_before_long_whether_it_was_announced_or_not(bool announced)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost installed = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(installed);
        await installed.ReportAsync(SampleReports.Ready(bootId: "boot-1"));
        await installed.UntilAsync(host => host.Status?.Facts?.GetValueOrDefault(FactNames.InstalledBootId) == "boot-1");

        using ConnectedHost recovery = installed.ConnectAgain();
        await recovery.NextAsync();
        if (announced)
            await recovery.Agent.DeleteAsync(bootId: "boot-2");
        await recovery.ReportAsync(SampleReports.Wiping("boot-2", Reasons.ResetFailed, "the disk is read-only"));
        await gateway.Clock.AdvanceToTimerAsync(new AgentGatewayOptions().SettleTime).InTime();

        ElementalHost failing = await recovery.UntilAsync(
            host => Conditions.Find(host.Status?.Conditions, ConditionTypes.Ready) is { Message: "the disk is read-only" });
        Assert.Equal(HostPhase.Resetting, failing.Status!.Phase);
        Assert.Equal("boot-1", failing.Status.Facts![FactNames.InstalledBootId]);
    }

    [Fact]
    public async Task I4_A_host_that_wipes_itself_in_its_installed_system_is_not_believed()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await ClaimAndReleaseAsync(host);
        await host.ReportAsync(SampleReports.Ready(bootId: "boot-1"));
        await host.UntilAsync(seen => seen.Status?.Facts?.GetValueOrDefault(FactNames.InstalledBootId) == "boot-1");
        ResetEvidence sameBoot = new() { BootId = "boot-1", WipedPaths = { "/" } };

        foreach (Func<Task> attempt in (Func<Task>[])[() => host.Agent.DeleteAsync(bootId: "boot-1"), () => host.Agent.DeleteAsync(sameBoot, "boot-1")])
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(attempt);
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
            Assert.Contains("boot-1 is the boot of its installed system", refusal.Status.Detail, StringComparison.Ordinal);
        }

        ElementalHost after = await host.GetAsync();
        Assert.Null(after.Metadata.DeletionTimestamp);
        Assert.False(after.Metadata.Labels!.ContainsKey(HostLabels.Reset));
    }

    [Fact]
    public async Task Evidence_must_name_its_boot()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => host.Agent.DeleteAsync(new ResetEvidence()));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith("evidence.boot_id", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_3_A_host_that_is_gone_is_told_so()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await host.PatchAsync("""{"metadata":{"finalizers":null}}""");
        await host.Agent.DeleteAsync();
        Assert.Equal(StatusCode.NotFound, (await host.EndAsync()).StatusCode);

        foreach (ResetEvidence? evidence in (ResetEvidence?[])[null, Evidence])
            Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => host.Agent.DeleteAsync(evidence))).StatusCode);
    }

    // Events are written behind all that, whenever there is time.
    private static IEnumerable<string> Written(GatedNetwork network) => network.Answers.Where(answer => answer != "POST 201");

    private static async Task ClaimAndReleaseAsync(ConnectedHost host)
    {
        await host.ClaimAsync();
        await host.NextAsync();
        await host.LabelAsync(HostLabels.NeedsReset, "true");
        Assert.True((await host.NextAsync()).NeedsReset);
    }
}
