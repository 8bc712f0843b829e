using ElementalProvider.Operations;
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
    public void I6_A_host_in_order_needs_no_write_at_all()
    {
        HostSeen seen = Seen;

        Assert.Same(seen.Host.Status, Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status);
    }

    [Theory]
    [InlineData(0, null, 10)]
    [InlineData(9, null, 1)]
    [InlineData(10, Reasons.HostNotReported, null)]
    public void An_installed_host_that_does_not_report_here_is_said_so_once_it_had_the_time_to(int age, string? reason, int? againIn)
    {
        HostSeen seen = Seen with { Host = Given.Host() with { Status = null }, Now = Given.Now.AddSeconds(age) };

        var settled = Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen));

        Assert.Equal(reason, Conditions.Find(settled.Status?.Conditions, ConditionTypes.Ready)?.Reason);
        Assert.Equal(againIn, (int?)settled.RequeueAfter?.TotalSeconds);
    }

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
    [InlineData(null, """{"image":"v1"}""", true)]
    [InlineData(null, null, false)]
    public void The_OS_version_of_the_machine_is_copied_where_it_differs_and_taken_away_where_there_is_none(string? wanted, string? current, bool copies)
    {
        ElementalMachine machine = Wanting(wanted);
        ElementalHost host = Told(current);

        HostStep step = HostDecisions.Next(Seen with { Host = host, Machine = machine });

        ElementalHost after = step is HostStep.Want want ? want.Host : host;
        Assert.Equal(copies, !host.IsToldToRun(machine.Spec!.OsVersionManagement));
        Assert.True(after.IsToldToRun(machine.Spec.OsVersionManagement));
        Assert.Equal(copies, after.Spec!.OsVersionManagement?.GetRawText() != current);
    }

    [Fact]
    public void Who_claims_a_host_decides_alone_what_it_runs_and_nobody_does_for_a_free_one()
    {
        Assert.Null(Assert.IsType<HostStep.Want>(HostDecisions.Next(Seen with { Host = Told("""{"image":"v1"}"""), Machine = Wanting(null) })).Host.Spec!.OsVersionManagement);

        HostStep free = HostDecisions.Next(Seen with { Host = Told("""{"image":"v1"}""") });

        Assert.NotNull(Assert.IsType<HostStep.Want>(free).Host.Spec!.OsVersionManagement);
    }

    [Theory]
    [InlineData(HostLabels.NeedsReset, false)]
    [InlineData(HostLabels.Reset, false)]
    [InlineData(HostLabels.Bootstrapped, true)]
    public void A_host_on_its_way_out_is_not_told_another_version(string label, bool copies)
    {
        ElementalMachine machine = Wanting("""{"image":"v2"}""");

        Assert.Equal(copies, HostDecisions.Next(Seen with { Host = Given.Host().Labelled(label), Machine = machine }) is HostStep.Want);
        Assert.IsNotType<HostStep.Want>(HostDecisions.Next(Seen with { Host = Given.Host().Labelled(label).Deleting(), Machine = machine }));
    }

    [Fact]
    public void A_new_version_and_its_operation_come_in_one_write()
    {
        HostStep.Want step = Assert.IsType<HostStep.Want>(HostDecisions.Next(Seen with { Host = Given.Host(), Machine = Wanting("""{"image":"v2"}""") }));

        Assert.Equal(HostOperations.HashOf(step.Host.Spec!.OsVersionManagement!.Value), step.Host.Spec.Operation!.Wanted);
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = step.Host, Machine = Wanting("""{"image":"v2"}""") }));
    }

    [Fact]
    public void O4_A_paused_host_gets_no_operation() =>
        Assert.IsType<HostStep.Settle>(HostDecisions.Next(Seen with { Host = Told("""{"image":"v1"}""").Annotated(ClusterApiGroup.PausedAnnotation) }));

    [Theory]
    [InlineData(null, false, 1)]
    [InlineData("pending", false, 1)]
    [InlineData(null, true, 2)]
    [InlineData("done", true, 2)]
    [InlineData("pending", true, 1)]
    public void B4_A_failed_operation_gets_another_attempt_once_the_label_is_gone(string? label, bool failed, int attempt)
    {
        ElementalHost host = Failing(failed);
        host = label is null ? host : host.Labelled(HostLabels.InPlaceUpdate, label);

        HostStep step = HostDecisions.Next(Seen with { Host = host });

        Assert.Equal(attempt, (step is HostStep.Want want ? want.Host : host).Spec!.Operation!.Attempt);
    }

    [Fact]
    public void B4_A_label_that_was_taken_away_and_set_again_between_two_looks_asks_for_another_attempt()
    {
        ElementalHost pending = Failing(failed: true).Labelled(HostLabels.InPlaceUpdate, HostLabels.InPlaceUpdatePending);
        Withdrawals withdrawals = new();

        Assert.Empty(withdrawals.Observe(null, pending));
        Assert.False(withdrawals.Has(pending));
        Assert.Empty(withdrawals.Observe(pending, Failing(failed: true)));
        Assert.Empty(withdrawals.Observe(Failing(failed: true), pending));

        Assert.True(withdrawals.Has(pending));
        HostStep.Want want = Assert.IsType<HostStep.Want>(HostDecisions.Next(Seen with { Host = pending, WasWithdrawn = true }));
        Assert.Equal(2, want.Host.Spec!.Operation!.Attempt);
        // The write may fail, so the note stays until another attempt is there; then it means nothing any more.
        Assert.True(withdrawals.Has(pending));
        Assert.False(withdrawals.Has(want.Host));
        Assert.False(withdrawals.Has(pending));
    }

    [Fact]
    public void B4_The_note_goes_with_the_host()
    {
        ElementalHost pending = Failing(failed: true).Labelled(HostLabels.InPlaceUpdate, HostLabels.InPlaceUpdatePending);
        Withdrawals withdrawals = new();
        withdrawals.Observe(pending, Failing(failed: true));

        withdrawals.Observe(pending, null);

        Assert.False(withdrawals.Has(pending));
    }

    [Fact]
    public void What_an_earlier_version_noted_goes_with_the_next_operation()
    {
        ElementalHost host = Told("""{"image":"v1"}""").Annotated(HostAnnotations.InPlaceUpdateBegun, "true").Annotated("mine", "stays");

        V1ObjectMeta after = Assert.IsType<HostStep.Want>(HostDecisions.Next(Seen with { Host = host })).Host.Metadata;

        Assert.Equal(["mine"], after.Annotations!.Keys);
    }

    /// <summary>A serving host whose first attempt is known, and failed or is under way.</summary>
    private static ElementalHost Failing(bool failed)
    {
        ElementalHost asked = HostOperations.Planned(Told("""{"image":"v2"}"""), Given.Now, TimeSpan.Zero);
        return asked.Labelled(HostLabels.Bootstrapped) with
        {
            Spec = asked.Spec! with { Operation = asked.Spec.Operation! with { Requester = OperationRequesters.InPlaceUpdate } },
            Status = new ElementalHostStatus
            {
                Operation = new HostOperationStatus
                {
                    Id = asked.Spec.Operation!.Id, Attempt = 1, Phase = failed ? OperationPhase.Failed : OperationPhase.Applying,
                },
            },
        };
    }

    private static ElementalMachine Wanting(string? version) => Given.Machine() with
    {
        Spec = new ElementalMachineSpec { OsVersionManagement = version is null ? null : Given.Json(version) },
    };

    private static ElementalHost Told(string? version) => Given.Host() with
    {
        Spec = new ElementalHostSpec { OsVersionManagement = version is null ? null : Given.Json(version) },
    };

    private static Condition? Paused(HostSeen seen) =>
        Conditions.Find(Assert.IsType<HostStep.Settle>(HostDecisions.Next(seen)).Status?.Conditions, ConditionTypes.Paused);
}
