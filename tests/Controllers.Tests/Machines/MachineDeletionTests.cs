using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Machines;
using static ElementalProvider.Controllers.Tests.Machines.MachineScenes;

namespace ElementalProvider.Controllers.Tests.Machines;

public sealed class MachineDeletionTests
{
    [Fact]
    public void M1_Waits_do_not_block_deletion() =>
        Assert.IsType<MachineStep.RemoveFinalizer>(MachineDecisions.Next(
            Seen with { Machine = Given.Machine().Deleting(), Owner = null, Cluster = null }));

    [Fact]
    public void X1_A_deleted_machine_hands_its_host_to_a_reset_first() =>
        Assert.Same(Claimed, Assert.IsType<MachineStep.Release>(MachineDecisions.Next(
            Seen with { Machine = Claiming.Deleting(), Host = Claimed })).Host);

    [Fact]
    public void X3_A_claim_that_was_interrupted_is_released_as_well() =>
        Assert.IsType<MachineStep.Release>(MachineDecisions.Next(Seen with { Machine = Given.Machine().Deleting(), Host = Claimed }));

    [Fact]
    public void X1_The_machine_goes_once_the_reset_is_asked_for() =>
        Assert.IsType<MachineStep.RemoveFinalizer>(MachineDecisions.Next(
            Seen with { Machine = Claiming.Deleting(), Host = Claimed.Labelled(HostLabels.NeedsReset) }));

    [Fact]
    public void X3_The_machine_goes_at_once_when_its_host_is_gone() =>
        Assert.IsType<MachineStep.RemoveFinalizer>(MachineDecisions.Next(Seen with { Machine = Claiming.Deleting() }));

    [Fact]
    public void I3_The_host_of_another_machine_is_never_reset() =>
        Assert.IsType<MachineStep.RemoveFinalizer>(MachineDecisions.Next(
            Seen with { Machine = Claiming.Deleting(), Host = HostClaim.On(Given.Host(), Given.Machine("em2"), Given.Owner()) }));

    [Fact]
    public void I3_O4_Nothing_is_released_while_paused() =>
        AssertCondition(
            Settles(Seen with { Machine = Claiming.Deleting(), Host = Claimed, Cluster = Given.Cluster(paused: true) }).Status!,
            ConditionTypes.Paused, "True", Reasons.Paused, "Cluster spec.paused is set to true");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void I3_T14_A_machine_that_moved_away_leaves_without_a_reset(bool paused) =>
        Assert.IsType<MachineStep.RemoveFinalizer>(MachineDecisions.Next(Seen with
        {
            Machine = Claiming.Annotated(ClusterApiGroup.DeleteForMoveAnnotation).Deleting(),
            Host = Claimed,
            Cluster = Given.Cluster(paused: paused),
        }));

    [Fact]
    public void A_deleted_machine_that_others_still_hold_is_left_alone()
    {
        MachineSeen seen = Seen with { Machine = Claiming.WithoutFinalizers().Deleting(), Host = Claimed };

        Assert.Same(seen.Machine.Status, Settles(seen).Status);
    }
}
