using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Hosts;

namespace ElementalProvider.Controllers.Tests.Hosts;

/// <summary>What becomes of a host whose machine went without releasing it.</summary>
public sealed class HostOrphanTests
{
    private static HostSeen Orphaned => new() { Host = Claimed, Cluster = Given.Cluster(), Now = Given.Now };

    private static ElementalHost Claimed => HostClaim.On(Given.Host(), Given.Machine(), Given.Owner());

    [Fact]
    public void I1_A_host_whose_machine_is_not_known_asks_the_server_first() =>
        Assert.Equal(new HostStep.ConfirmMachine("em1"), HostDecisions.Next(Orphaned));

    [Fact]
    public void I1_A_host_whose_machine_is_gone_is_reset() =>
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(Orphaned with { IsMachineConfirmed = true }));

    [Fact]
    public void I1_A_host_whose_machine_has_another_host_is_reset() =>
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(Orphaned with { Machine = Naming("h2"), IsMachineConfirmed = true }));

    [Fact]
    public void A_host_whose_machine_was_only_late_in_the_cache_goes_on_serving_it() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Orphaned with { Machine = Naming("h1"), IsMachineConfirmed = true }));

    [Fact]
    public void A_host_that_is_told_to_reset_itself_is_told_once() => Assert.IsType<HostStep.Settle>(
        HostDecisions.Next(Orphaned with { Host = Claimed.Labelled(HostLabels.NeedsReset), IsMachineConfirmed = true }));

    [Fact]
    public void I3_A_paused_host_is_not_reset() => Assert.IsType<HostStep.Settle>(
        HostDecisions.Next(Orphaned with { Cluster = Given.Cluster(paused: true), IsMachineConfirmed = true }));

    [Fact]
    public void I3_T14_A_host_of_a_Cluster_that_is_not_known_may_be_on_its_way_elsewhere() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Orphaned with { Cluster = null, IsMachineConfirmed = true }));

    [Fact]
    public void I3_T14_A_host_that_is_moved_is_not_reset() => Assert.IsType<HostStep.Settle>(
        HostDecisions.Next(Orphaned with { Host = Claimed.Annotated(ClusterApiGroup.DeleteForMoveAnnotation), IsMachineConfirmed = true }));

    [Fact]
    public void A_free_host_is_no_orphan() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Orphaned with { Host = Given.Host(), IsMachineConfirmed = true }));

    private static ElementalMachine Naming(string host) =>
        Given.Machine() with { Spec = new ElementalMachineSpec { HostRef = new V1ObjectReference { Name = host } } };
}
