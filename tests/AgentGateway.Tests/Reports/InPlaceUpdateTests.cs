using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class InPlaceUpdateTests
{
    private const string Pending = HostLabels.InPlaceUpdatePending;
    private const string Done = HostLabels.InPlaceUpdateDone;

    /// <summary>Whether the agent of a story speaks of operations, or is an older one that knows only of versions.</summary>
    private static readonly AsyncLocal<bool> SpeaksOfOperations = new();

    /// <summary>A bootstrapped host that runs V1.</summary>
    private static readonly ElementalHost Serving = Settled(Host().Claimed().With((HostLabels.Bootstrapped, "true")).Wanting(V1), Ready(1, Hash(V1)));

    public static TheoryData<string, string?> Ends => new()
    {
        { "patch, then label", Done },
        { "patch, not labelled yet", null },
        { "label, then patch", Done },
        { "label, nothing to do yet", Pending },
        { "both at once", Done },
        { "both at once, and so fast that only the end is seen", Done },
        { "label again, nothing to do", Pending },
        { "label again, then the next version", Done },
        { "second patch while the first runs", Done },
        { "first version proved after the second patch", Pending },
        { "the update failed", Pending },
        { "rolled back", Pending },
        { "rolled back, then patched back to what runs", Done },
        { "label taken back while the update runs, set again after it", Pending },
        { "version taken back", Pending },
        { "status thrown away, version runs", Done },
        { "status thrown away after the update began", Done },
        { "status thrown away, old version runs", Pending },
        { "a value that means nothing", "Pending" },
        { "released while pending", Pending },
        { "deleted while pending", Pending },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_label_comes_to_its_end(string story, string? expected)
    {
        SpeaksOfOperations.Value = true;

        Assert.Equal(expected, Label(StoryOf(story)()));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void It_does_so_with_an_agent_that_knows_nothing_of_operations(string story, string? expected) =>
        Assert.Equal(expected, Label(StoryOf(story)()));

    private static Func<ElementalHost> StoryOf(string name) => name switch
    {
        "patch, then label" => () => Settled(Labelled(HeldBack(V2)), Updating(2), Ready(2, Hash(V2))),
        "patch, not labelled yet" => () => HeldBack(V2),
        "label, then patch" => () => Settled(Patched(Settled(Labelled(Serving), Ready(1, Hash(V1))), V2), Updating(2), Ready(2, Hash(V2))),
        "label, nothing to do yet" => () => Settled(Labelled(Serving), Ready(1, Hash(V1))),
        "both at once" => () => Settled(Labelled(Patched(Serving, V2)), Updating(2), Ready(2, Hash(V2))),
        "both at once, and so fast that only the end is seen" => () => Settled(Labelled(Patched(Serving, V2)), Ready(2, Hash(V2))),
        "label again, nothing to do" => () => Settled(Labelled(Updated()), Ready(2, Hash(V2))),
        "label again, then the next version" => () =>
            Settled(Patched(Settled(Labelled(Updated()), Ready(2, Hash(V2))), V3), Updating(3), Ready(3, Hash(V3))),
        "second patch while the first runs" => () =>
            Settled(Patched(Settled(Labelled(Patched(Serving, V2)), Updating(2)), V3), Updating(2), Ready(2, Hash(V2)), Updating(3), Ready(3, Hash(V3))),
        "first version proved after the second patch" => () =>
            Settled(Patched(Settled(Labelled(Patched(Serving, V2)), Updating(2)), V3), Ready(2, Hash(V2))),
        "the update failed" => () => Settled(Labelled(Patched(Serving, V2)), Updating(2), NotReady(2, Reasons.OSVersionReconciliationFailed)),
        "rolled back" => RolledBack,
        "rolled back, then patched back to what runs" => () => Settled(Patched(RolledBack(), V1), Ready(3, Hash(V1))),
        "label taken back while the update runs, set again after it" => () =>
            Settled(Labelled(Settled(Labelled(Settled(Labelled(Patched(Serving, V2)), Updating(2)), ""), Updating(2), Ready(2, Hash(V2)))), Ready(2, Hash(V2))),
        "version taken back" => () => Settled(Patched(Settled(Labelled(Patched(Serving, V2)), Updating(2)), "{}"), Ready(3)),
        "status thrown away, version runs" => () => Settled(Moved(Labelled(Serving)), Ready(1, Hash(V1))),
        "status thrown away after the update began" => () => Settled(Moved(Settled(Labelled(Patched(Serving, V2)), Updating(2))), Updating(1), Ready(1, Hash(V2))),
        "status thrown away, old version runs" => () => Settled(Moved(Labelled(Patched(Serving, V2))), Ready(0, Hash(V1)), Updating(1)),
        "a value that means nothing" => () => Settled(Labelled(Patched(Serving, V2), "Pending"), Ready(2, Hash(V2))),
        "released while pending" => () =>
            Settled(Settled(Labelled(Patched(Serving, V2)), Updating(2)).With((HostLabels.NeedsReset, "true")), Ready(2, Hash(V2))),
        "deleted while pending" => () => Settled(Settled(Labelled(Patched(Serving, V2)), Updating(2)).Deleting(), Ready(2, Hash(V2))),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such story"),
    };

    [Fact]
    public void What_an_earlier_version_noted_is_replaced_by_what_was_answered()
    {
        ElementalHost updating = Settled(Labelled(Patched(Serving, V2)), Updating(2)).Annotated(HostAnnotations.InPlaceUpdateBegun);

        ElementalHost done = Settled(updating, Ready(2, Hash(V2)));

        Assert.Equal([(HostAnnotations.InPlaceUpdateAnswered, $"{done.Spec!.Operation!.Id}/1")], done.Metadata.Annotations!.Select(each => (each.Key, each.Value)));
    }

    [Fact]
    public void A_label_that_is_set_again_is_not_answered_with_what_was_done_before_the_host_served()
    {
        ElementalHost free = Settled(Host().Claimed().Wanting(V1), Ready(1, Hash(V1)));
        ElementalHost serving = free.With((HostLabels.Bootstrapped, "true"));

        Assert.Equal((OperationRequesters.HostUpdate, OperationPhase.Succeeded), (free.Spec!.Operation!.Requester, free.Status!.Operation!.Phase));
        Assert.Equal(Pending, Label(Settled(Labelled(serving), Ready(1, Hash(V1)))));
    }

    [Fact]
    public void The_status_proves_the_version_before_the_label_says_done()
    {
        ElementalHost updating = Settled(Labelled(Patched(Serving, V2)), Updating(2));

        HostReportPlan proof = HostReportDecisions.Decide(updating, Ready(2, Hash(V2)), Now);
        HostReportPlan end = HostReportDecisions.Decide(proof.Observed, Ready(2, Hash(V2)), Now);

        Assert.True(proof is { MetadataChanges: false, StatusChanges: true, IsUrgent: true });
        Assert.True(end is { MetadataChanges: true, StatusChanges: false, IsUrgent: true });
        Assert.Equal(Done, Label(end.Observed));
    }

    [Fact]
    public void An_end_that_a_crash_cut_off_is_reached_from_what_is_stored()
    {
        HostReport report = Ready(2, Hash(V2));
        HostReportPlan first = HostReportDecisions.Decide(Labelled(Patched(Serving, V2)).Planned(), report, Now);

        // Between the patch of the metadata and that of the status, and between the status and done.
        Assert.Equal(Pending, Label(first.Marked));
        Assert.Equal(Done, Label(Settled(first.Marked, report)));
        Assert.Equal(Pending, Label(first.Observed));
        Assert.Equal(Done, Label(Settled(first.Observed, report)));
        // Another replica takes over, and the host has nothing new to say.
        Assert.Equal(Done, Label(Settled(first.Observed, Ready(0, Hash(V2)))));
    }

    [Fact]
    public void Done_waits_for_the_host_to_answer_the_newest_spec()
    {
        ElementalHost proved = HostReportDecisions.Decide(Settled(Labelled(Patched(Serving, V2)), Updating(2)), Ready(2, Hash(V2)), Now).Observed;
        ElementalHost reclaimed = proved with { Metadata = proved.Metadata with { Generation = 3 } };

        Assert.Equal(Pending, Label(Settled(reclaimed, Ready(2, Hash(V2)))));
        Assert.Equal(Done, Label(Settled(reclaimed, Ready(3, Hash(V2)))));
    }

    [Fact]
    public void A_version_that_is_taken_back_by_the_same_report_is_not_done()
    {
        ElementalHost proved = HostReportDecisions.Decide(Settled(Labelled(Patched(Serving, V2)), Updating(2)), Ready(2, Hash(V2)), Now).Observed;

        Assert.Equal(Pending, Label(Settled(proved, NotReady(2, Reasons.RolledBack))));
    }

    [Fact]
    public void A_label_alone_finds_Ready_false_already()
    {
        Condition ready = Conditions.Find(HeldBack(V2).Status!.Conditions, ConditionTypes.Ready)!;

        Assert.Equal((ConditionStatus.False, Reasons.InPlaceUpdateNotPending, 2L), (ready.Status, ready.Reason, ready.ObservedGeneration));
    }

    [Fact]
    public void A_quick_update_is_told_from_the_Ready_of_before_by_its_generation()
    {
        ElementalHost before = Labelled(Patched(Serving, V2));
        ElementalHost after = Settled(before, Ready(2, Hash(V2)));

        Assert.Equal((ConditionStatus.True, 1L), ReadyOf(before));
        Assert.Equal((ConditionStatus.True, 2L), ReadyOf(after));
        Assert.Equal(2, after.Metadata.Generation);

        static (string, long?) ReadyOf(ElementalHost host) =>
            Conditions.Find(host.Status!.Conditions, ConditionTypes.Ready) is { } ready ? (ready.Status, ready.ObservedGeneration) : default;
    }

    /// <summary>
    /// The host after the host controller has been there and each report was written, seen by a watcher after every single write: wherever it
    /// meets done that was not there before, the status must prove the wanted version.
    /// </summary>
    private static ElementalHost Settled(ElementalHost host, params IEnumerable<HostReport> reports)
    {
        foreach (HostReport heard in reports)
        {
            host = host.Planned();
            HostReport report = Spoken(host, heard);
            int writes = 0;
            HostReportPlan plan = HostReportDecisions.Decide(host, report, Now);
            for (; !plan.IsEmpty; plan = HostReportDecisions.Decide(host, report, Now))
            {
                Assert.True(++writes <= 4, "the writes of one report do not come to an end");
                AssertNoContradiction(host, plan.Marked);
                AssertNoContradiction(plan.Marked, plan.Observed);
                host = plan.Observed;
            }
        }

        return host.Planned();
    }

    private static HostReport Spoken(ElementalHost host, HostReport report)
    {
        if (!SpeaksOfOperations.Value || host.Spec?.Operation is not { } operation)
            return report;

        HostCondition condition = report.Conditions.Single(each => each.Type == ConditionTypes.OSVersionReady);
        return report with
        {
            Operation = new OperationReport
            {
                Id = operation.Id,
                Attempt = operation.Attempt,
                Phase = condition.Reason switch
                {
                    Reasons.RolledBack => OperationPhase.RolledBack,
                    Reasons.OSVersionReconciliationFailed => OperationPhase.Failed,
                    _ => report.OsVersionHash == operation.Wanted ? OperationPhase.Succeeded : OperationPhase.Applying,
                },
            },
        };
    }

    private static void AssertNoContradiction(ElementalHost before, ElementalHost after)
    {
        if (Label(after) != Done || Label(before) == Done)
            return;

        Condition osVersion = Conditions.Find(after.Status!.Conditions, ConditionTypes.OSVersionReady)!;
        Condition ready = Conditions.Find(after.Status.Conditions, ConditionTypes.Ready)!;
        Assert.Equal(HostOperations.HashOf(after.WantedOsVersion()!.Value), after.Status.Facts![FactNames.OsVersionHash]);
        Assert.Equal(ConditionStatus.True, osVersion.Status);
        Assert.Equal((ConditionStatus.True, after.Metadata.Generation), (ready.Status, ready.ObservedGeneration));
        Assert.Equal(after.Metadata.Generation, after.Status.ObservedGeneration);
    }

    private static ElementalHost Updated() => Settled(Labelled(Patched(Serving, V2)), Updating(2), Ready(2, Hash(V2)));

    private static ElementalHost RolledBack() => Settled(Labelled(Patched(Serving, V2)), Updating(2), NotReady(2, Reasons.RolledBack));

    private static ElementalHost HeldBack(string version) =>
        Settled(Patched(Serving, version), Ready(2, Hash(V1)).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, Reasons.InPlaceUpdateNotPending));

    private static HostReport NotReady(long generation, string reason) =>
        Ready(generation).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, reason);

    private static ElementalHost Labelled(ElementalHost host, string value = Pending) => host.With((HostLabels.InPlaceUpdate, value));

    private static ElementalHost Patched(ElementalHost host, string version) =>
        host.Wanting(version) with { Metadata = host.Metadata with { Generation = host.Metadata.Generation + 1 } };

    private static ElementalHost Moved(ElementalHost host) => host with { Status = null, Metadata = host.Metadata with { Uid = "uid-2", Generation = 1 } };

    private static string? Label(ElementalHost host) => host.Metadata.Label(HostLabels.InPlaceUpdate);
}
