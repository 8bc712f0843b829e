using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Hosts;

namespace ElementalProvider.Controllers.Tests.Hosts;

public sealed class HostDecisionsTests
{
    private static HostSeen Seen => new() { Host = Given.Host(), Now = Given.Now };

    [Fact]
    public void I6_A_host_in_order_needs_no_write_at_all() =>
        Assert.Same(Seen.Host.Status, Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen)).Status);

    [Fact]
    public void A_lost_finalizer_comes_back() =>
        Assert.IsType<HostStep.AddFinalizer>(HostDecisions.Next(Seen with { Host = Given.Host().WithoutFinalizers() }));

    [Fact]
    public void A_deleted_host_is_told_to_reset_itself() =>
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(Seen with { Host = Given.Host().Deleting() }));

    [Fact]
    public void I4_A_deleted_host_waits_until_it_has_shown_that_it_is_reset() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Given.Host().Labelled(HostLabels.NeedsReset).Deleting() }));

    [Fact]
    public void A_deleted_host_goes_once_it_is_reset() =>
        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(
            Seen with { Host = Given.Host().Labelled(HostLabels.NeedsReset).Labelled(HostLabels.Reset).Deleting() }));

    [Fact]
    public void I4_A_reset_label_on_a_host_that_is_not_deleted_means_nothing() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Given.Host().Labelled(HostLabels.Reset) }));

    [Fact]
    public void I5_A_host_that_never_comes_back_is_let_go_for_a_stated_reason() =>
        Assert.Equal(
            "ada: lost in the flood",
            Assert.IsType<HostStep.Detach>(HostDecisions.Next(
                Seen with { Host = Given.Host().Annotated(HostAnnotations.Detach, "ada: lost in the flood").Deleting() })).Why);

    [Fact]
    public void I5_Detaching_needs_a_reason() =>
        Assert.IsType<HostStep.RequestReset>(HostDecisions.Next(
            Seen with { Host = Given.Host().Annotated(HostAnnotations.Detach, "").Deleting() }));

    [Fact]
    public void I3_Detaching_does_nothing_to_a_host_that_is_not_deleted() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Given.Host().Annotated(HostAnnotations.Detach, "x") }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void I3_T14_A_host_that_moved_away_leaves_without_a_reset(bool paused)
    {
        ElementalHost host = Given.Host().Annotated(ClusterApiGroup.DeleteForMoveAnnotation).Deleting();

        Assert.IsType<HostStep.RemoveFinalizer>(HostDecisions.Next(Seen with { Host = host, Cluster = Given.Cluster(paused: paused) }));
    }

    [Fact]
    public void T14_A_host_about_to_be_moved_is_not_touched() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(
            Seen with { Host = Given.Host().WithoutFinalizers().Annotated(ClusterApiGroup.DeleteForMoveAnnotation) }));

    [Fact]
    public void O5_The_pause_of_the_Cluster_reaches_its_hosts()
    {
        HostSeen seen = Seen with { Host = Given.Host().Deleting(), Cluster = Given.Cluster(paused: true) };

        Condition paused = Paused(seen)!;

        Assert.Equal(("True", "Paused", "Cluster spec.paused is set to true"), (paused.Status, paused.Reason, paused.Message));
    }

    [Fact]
    public void O4_The_annotation_pauses_a_host_even_its_deletion()
    {
        HostSeen seen = Seen with { Host = Given.Host().Annotated(ClusterApiGroup.PausedAnnotation).Deleting() };

        Assert.Equal("ElementalHost has the cluster.x-k8s.io/paused annotation", Paused(seen)!.Message);
    }

    [Fact]
    public void O4_The_end_of_a_pause_is_reported()
    {
        var standing = new Condition { Type = ConditionTypes.Paused, Status = "True", Reason = Reasons.Paused };
        HostSeen seen = Seen with { Host = Given.Host() with { Status = new ElementalHostStatus { Conditions = [standing] } } };

        Assert.Equal(("False", "NotPaused", Given.Now), (Paused(seen)!.Status, Paused(seen)!.Reason, Paused(seen)!.LastTransitionTime));
    }

    [Theory]
    [InlineData("""{"image":"v2"}""", null, true)]
    [InlineData("""{"image":"v2"}""", """{"image":"v1"}""", true)]
    [InlineData("""{"image":"v2","a":1}""", """{"a":1,"image":"v2"}""", false)]
    [InlineData(null, """{"image":"v1"}""", false)]
    public void The_OS_version_of_the_machine_is_copied_where_it_differs(string? wanted, string? current, bool copies)
    {
        ElementalMachine machine = Given.Machine() with
        {
            Spec = new ElementalMachineSpec { OsVersionManagement = wanted is null ? null : Given.Json(wanted) },
        };
        ElementalHost host = Given.Host() with
        {
            Spec = new ElementalHostSpec { OsVersionManagement = current is null ? null : Given.Json(current) },
        };

        HostStep step = HostDecisions.Next(Seen with { Host = host, Machine = machine });

        Assert.Equal(copies, step is HostStep.CopyOsVersion);
    }

    private static Condition? Paused(HostSeen seen) =>
        Conditions.Find(Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status?.Conditions, ConditionTypes.Paused);
}
