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

    [Theory]
    [InlineData(HostLabels.NeedsReset, false)]
    [InlineData(HostLabels.Reset, false)]
    [InlineData(HostLabels.Bootstrapped, true)]
    public void A_host_on_its_way_out_is_not_told_another_version(string label, bool copies)
    {
        ElementalMachine machine = Given.Machine() with { Spec = new ElementalMachineSpec { OsVersionManagement = Given.Json("""{"image":"v2"}""") } };

        Assert.Equal(copies, HostDecisions.Next(Seen with { Host = Given.Host().Labelled(label), Machine = machine }) is HostStep.CopyOsVersion);
        Assert.IsNotType<HostStep.CopyOsVersion>(HostDecisions.Next(Seen with { Host = Given.Host().Labelled(label).Deleting(), Machine = machine }));
    }

    private static Condition? Paused(HostSeen seen) =>
        Conditions.Find(Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status?.Conditions, ConditionTypes.Paused);
}
