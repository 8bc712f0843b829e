using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Workload;
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
        Assert.Same(Claimed, Assert.IsType<MachineStep.RequestReset>(MachineDecisions.Next(
            Seen with { Machine = Claiming.Deleting(), Host = Claimed })).Host);

    [Fact]
    public void X3_A_claim_that_was_interrupted_is_released_as_well() =>
        Assert.IsType<MachineStep.RequestReset>(MachineDecisions.Next(Seen with { Machine = Given.Machine().Deleting(), Host = Claimed }));

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

    public static TheoryData<string> Hosts => ["gone", "never chosen", "being deleted", "reset asked for", "wiped", "another machine's", "claim not finished"];

    /// <summary>Every state of the host, with everything else there or gone: the machine goes, after one release at most (I5).</summary>
    [Theory]
    [MemberData(nameof(Hosts))]
    public void I5_X3_A_machine_can_be_deleted_in_every_state(string host)
    {
        MachineSeen[] around =
        [
            Seen,
            Seen with { Owner = null },
            Seen with { Cluster = null },
            Seen with { Owner = null, Cluster = null },
            Seen with { Node = new NodeSighting.Unreachable("the Secret c1-kubeconfig does not exist") },
            Running,
        ];
        ElementalHost held = HostClaim.On(Given.Host(), Claiming, Given.Owner());
        (ElementalMachine machine, ElementalHost? its) = host switch
        {
            "never chosen" => (Given.Machine(), null),
            "being deleted" => (Claiming, held.Deleting()),
            "reset asked for" => (Claiming, held.Labelled(HostLabels.NeedsReset)),
            "wiped" => (Claiming, held.Labelled(HostLabels.NeedsReset).Labelled(HostLabels.Reset).Deleting()),
            "another machine's" => (Claiming, HostClaim.On(Given.Host(), Given.Machine("em2"), Given.Owner())),
            "claim not finished" => (Claiming, Given.Host()),
            _ => (Claiming, null),
        };

        foreach (MachineSeen scene in around)
        {
            MachineSeen seen = scene with { Machine = machine.Deleting() with { Status = scene.Machine.Status }, Host = its };
            MachineStep step = MachineDecisions.Next(seen);
            if (step is MachineStep.RequestReset release)
                step = MachineDecisions.Next(seen with { Host = HostClaim.ToldToReset(release.Host) });

            Assert.IsType<MachineStep.RemoveFinalizer>(step);
        }
    }

    [Fact]
    public void A_deleted_machine_that_others_still_hold_is_left_alone()
    {
        MachineSeen seen = Seen with { Machine = Claiming.WithoutFinalizers().Deleting(), Host = Claimed };

        Assert.Same(seen.Machine.Status, Settles(seen).Status);
    }
}
