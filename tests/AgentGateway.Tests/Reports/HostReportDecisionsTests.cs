using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class HostReportDecisionsTests
{
    [Fact]
    public void A_report_is_written_once_and_repeating_it_changes_nothing()
    {
        HostReport report = Ready(generation: 1);
        HostReportPlan first = HostReportDecisions.Decide(Host(), report, Now);
        HostReportPlan second = HostReportDecisions.Decide(first.Observed, report with { Conditions = [.. report.Conditions] }, Now.AddHours(1));

        Assert.True(first is { MetadataChanges: true, StatusChanges: true, IsUrgent: true });
        Assert.True(second.IsEmpty);
    }

    [Fact]
    public void Everything_the_host_says_ends_up_on_its_object()
    {
        HostReport report = Ready(generation: 1).Knowing("os-version", "v1.2.3");
        ElementalHost host = HostReportDecisions.Decide(Host(), report, Now).Observed;

        Assert.Equal("true", host.Metadata.Labels![HostLabels.Installed]);
        Assert.Equal(HostPhase.Running, host.Status!.Phase);
        Assert.Equal(1, host.Status.ObservedGeneration);
        Assert.Equal("boot-1", host.Status.Facts!["boot-id"]);
        Assert.Equal("0.1.0", host.Status.Facts["agent-version"]);
        Assert.Equal("v1.2.3", host.Status.Facts["os-version"]);
        Assert.True(Conditions.IsTrue(host.Status.Conditions, ConditionTypes.InstallationReady));
        Assert.True(Conditions.IsTrue(host.Status.Conditions, ConditionTypes.Ready));
    }

    [Fact]
    public void Labels_of_others_stay()
    {
        ElementalHost host = Host().With((HostLabels.MachineName, "machine-1"), ("rack", "r1"));

        IDictionary<string, string> labels = HostReportDecisions.Decide(host, Ready(1), Now).Marked.Metadata.Labels!;

        Assert.Equal("machine-1", labels[HostLabels.MachineName]);
        Assert.Equal("r1", labels["rack"]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void What_a_host_once_was_is_not_taken_back_by_a_late_report(bool installed, bool bootstrapped)
    {
        ElementalHost host = Host().With((HostLabels.Installed, "true"), (HostLabels.Bootstrapped, "true"));

        HostReportPlan plan = HostReportDecisions.Decide(host, new HostReport { Installed = installed, Bootstrapped = bootstrapped }, Now);

        Assert.False(plan.MetadataChanges);
        Assert.Same(host, plan.Marked);
    }

    [Theory]
    [InlineData(HostPhase.Running)]
    [InlineData(HostPhase.Bootstrapping)]
    [InlineData(HostPhase.FinalizingRegistration)]
    public void What_a_host_says_after_a_reset_that_nobody_asked_for_counts_in_the_same_boot_too(string phase)
    {
        ElementalHost running = HostReportDecisions.Decide(Host(), Ready(1), Now, Now).Observed;
        ElementalHost typed = HostReportDecisions.Decide(running, Ready(1) with { Phase = HostPhase.Resetting }, Now, Now.AddSeconds(1)).Observed;
        Assert.Equal(HostPhase.Resetting, typed.Status!.Phase);

        ElementalHost after = HostReportDecisions.Decide(typed, Ready(1) with { Phase = phase }, Now, Now.AddSeconds(2)).Observed;

        Assert.Equal(phase, after.Status!.Phase);
    }

    [Fact]
    public void What_a_host_says_that_must_be_wiped_and_wipes_itself_is_late_news()
    {
        ElementalHost running = HostReportDecisions.Decide(Host(), Ready(1), Now, Now).Observed;
        ElementalHost wiping = HostReportDecisions.Decide(
            running.With((HostLabels.NeedsReset, "true")), Ready(1) with { Phase = HostPhase.Resetting, BootId = "boot-2" }, Now, Now.AddSeconds(1)).Observed;

        Assert.True(HostReportDecisions.Decide(wiping, Ready(1), Now, Now.AddSeconds(2)).IsEmpty);
    }

    [Theory]
    [InlineData(HostLabels.Bootstrapped)]
    [InlineData(HostLabels.Reset)]
    public void What_was_put_on_a_free_host_by_hand_is_taken_off_again(string label)
    {
        ElementalHost labelled = HostReportDecisions.Decide(Host(), Ready(1), Now, Now).Observed.With((label, "true"));

        ElementalHost mended = HostReportDecisions.Decide(labelled, Ready(1), Now, Now.AddSeconds(1)).Marked;

        Assert.Null(mended.Metadata.Label(label));
        Assert.True(mended.IsInstalled());
    }

    [Fact]
    public void What_a_claimed_host_has_been_through_is_not_taken_off_by_whoever_speaks_last()
    {
        ElementalHost serving = HostReportDecisions.Decide(Host(), Ready(1), Now, Now).Observed.With((HostLabels.Bootstrapped, "true"));
        serving = serving with { Spec = (serving.Spec ?? new ElementalHostSpec()) with { MachineRef = new V1ObjectReference { Name = "m" } } };

        Assert.True(HostReportDecisions.Decide(serving, Ready(1), Now, Now.AddSeconds(1)).Marked.IsBootstrapped());
    }

    [Fact]
    public void A_host_that_is_not_paused_says_so_for_the_generation_it_has_answered()
    {
        ElementalHost first = HostReportDecisions.Decide(Host(), Ready(1), Now).Observed;
        ElementalHost changed = first with { Metadata = first.Metadata with { Generation = 2 } };

        Assert.Equal(1, Paused(first)!.ObservedGeneration);
        Assert.Equal(2, Paused(HostReportDecisions.Decide(changed, Ready(2), Now).Observed)!.ObservedGeneration);

        static Condition? Paused(ElementalHost host) => Conditions.Find(host.Status!.Conditions, ConditionTypes.Paused);
    }

    [Fact]
    public void Whether_a_host_is_paused_is_for_its_controller_to_say()
    {
        Condition paused = new() { Type = ConditionTypes.Paused, Status = ConditionStatus.True, Reason = Reasons.Paused };
        ElementalHost known = Host() with { Status = new ElementalHostStatus { Conditions = [paused] } };

        Assert.Same(paused, Conditions.Find(HostReportDecisions.Decide(known, Ready(1), Now).Observed.Status!.Conditions, ConditionTypes.Paused));
        Assert.Null(Conditions.Find(
            HostReportDecisions.Decide(Host().Annotated(ClusterApiGroup.PausedAnnotation), Ready(1), Now).Observed.Status!.Conditions,
            ConditionTypes.Paused));
    }

    [Fact]
    public void Ready_speaks_for_the_generation_that_the_host_has_answered()
    {
        ElementalHost host = HostReportDecisions.Decide(Host(generation: 1), Ready(1), Now).Observed;
        ElementalHost changed = host with { Metadata = host.Metadata with { Generation = 2 } };

        Condition before = ReadyOf(HostReportDecisions.Decide(changed, Ready(1), Now).Observed);
        Condition after = ReadyOf(HostReportDecisions.Decide(changed, Ready(2), Now).Observed);

        Assert.Equal(1, before.ObservedGeneration);
        Assert.Equal((ConditionStatus.True, 2L), (after.Status, after.ObservedGeneration));
    }

    [Fact]
    public void I6_A_reconnect_costs_no_write()
    {
        ElementalHost host = HostReportDecisions.Decide(Host(generation: 4), Ready(4), Now).Observed;

        Assert.True(HostReportDecisions.Decide(host, Ready(generation: 0), Now.AddDays(1)).IsEmpty);
    }

    [Fact]
    public void A_generation_from_the_future_counts_as_the_one_we_know()
    {
        ElementalHost host = HostReportDecisions.Decide(Host(generation: 2), Ready(generation: 9), Now).Observed;

        Assert.Equal(2, host.Status!.ObservedGeneration);
    }

    [Theory]
    [InlineData(ConditionStatus.False, Reasons.RolledBack, "the host came up on its old image")]
    [InlineData(ConditionStatus.False, Reasons.WaitingForPostReconcileReboot, "the next boot must prove it")]
    [InlineData(ConditionStatus.False, Reasons.OSVersionReconciliationFailed, "no space left")]
    public void The_words_of_a_long_update_are_passed_on_unchanged(string status, string reason, string message)
    {
        HostReport report = Ready(1).Saying(ConditionTypes.OSVersionReady, status, reason, message) with { Phase = HostPhase.ReconcilingOsVersion };

        ElementalHost host = HostReportDecisions.Decide(Host().Wanting(V2), report, Now).Observed;

        Condition condition = Conditions.Find(host.Status!.Conditions, ConditionTypes.OSVersionReady)!;
        Assert.Equal((status, reason, message), (condition.Status, condition.Reason, condition.Message));
        Assert.Equal((HostPhase.ReconcilingOsVersion, reason), (host.Status.Phase, ReadyOf(host).Reason));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_host_is_never_ready_for_a_version_that_it_does_not_prove(long acknowledged)
    {
        ElementalHost first = HostReportDecisions.Decide(Host(generation: 1).Wanting(V1), Ready(1, Hash(V1)), Now).Observed;
        ElementalHost patched = first.Wanting(V2) with { Metadata = first.Metadata with { Generation = 2 } };

        ElementalHost after = HostReportDecisions.Decide(patched, Ready(acknowledged, Hash(V1)), Now).Observed;

        Assert.Equal((ConditionStatus.True, 1L), (ReadyOf(first).Status, ReadyOf(first).ObservedGeneration));
        Assert.Equal((1L, 1L), (ReadyOf(after).ObservedGeneration, after.Status!.ObservedGeneration));
    }

    [Fact]
    public void An_agent_that_starts_while_its_update_is_held_back_does_not_make_the_host_ready()
    {
        ElementalHost heldBack = HostReportDecisions.Decide(
            Host(generation: 2).Wanting(V2),
            Ready(2, Hash(V1)).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, Reasons.InPlaceUpdateNotPending),
            Now).Observed;

        HostReportPlan restarted = HostReportDecisions.Decide(heldBack, Ready(0, Hash(V1)), Now);

        Assert.True(restarted.IsEmpty);
        Assert.Equal(Reasons.InPlaceUpdateNotPending, ReadyOf(heldBack).Reason);
    }

    [Fact]
    public void Progress_may_settle_but_labels_and_becoming_ready_may_not()
    {
        ElementalHost ready = HostReportDecisions.Decide(Host(), Ready(1), Now).Observed;
        HostReport phase = Ready(1) with { Phase = HostPhase.ReconcilingOsVersion };
        HostReport broken = Ready(1).Saying(ConditionTypes.InstallationReady, ConditionStatus.False, "AsWanted");

        Assert.False(HostReportDecisions.Decide(Host(), new HostReport { Phase = HostPhase.Installing }, Now).IsUrgent);
        Assert.False(HostReportDecisions.Decide(ready, phase, Now).IsUrgent);
        ElementalHost notReady = HostReportDecisions.Decide(ready, broken, Now).Observed;

        Assert.False(HostReportDecisions.Decide(ready, broken, Now).IsUrgent);
        Assert.True(HostReportDecisions.Decide(notReady, Ready(1), Now) is { MetadataChanges: false, IsUrgent: true });
    }

    [Fact]
    public void A_host_cannot_speak_for_conditions_that_are_not_its_own()
    {
        HostReport report = new()
        {
            Conditions =
            [
                new HostCondition { Type = ConditionTypes.Ready, Status = "True", Reason = "Ready" },
                new HostCondition { Type = ConditionTypes.Paused, Status = "True", Reason = "Paused" },
                new HostCondition { Type = "FromTheFuture", Status = "True", Reason = "New" },
            ],
        };

        IReadOnlyList<Condition> conditions = HostReportDecisions.Decide(Host(), report, Now).Observed.Status!.Conditions!;

        Assert.Equal(
            [(ConditionTypes.Paused, ConditionStatus.False), (ConditionTypes.Ready, ConditionStatus.False)],
            conditions.Select(condition => (condition.Type, condition.Status)));
    }

    [Theory]
    [InlineData("Maybe", "Fine", "Unknown", "Fine")]
    [InlineData("", "", "Unknown", "Unknown")]
    [InlineData("True", "not a reason!", "True", "Unknown")]
    public void I8_Values_the_API_would_refuse_are_read_as_unknown(string status, string reason, string expectedStatus, string expectedReason)
    {
        HostReport report = new() { Conditions = [new HostCondition { Type = ConditionTypes.InstallationReady, Status = status, Reason = reason }] };

        Condition condition = Conditions.Find(
            HostReportDecisions.Decide(Host(), report, Now).Observed.Status!.Conditions, ConditionTypes.InstallationReady)!;

        Assert.Equal((expectedStatus, expectedReason), (condition.Status, condition.Reason));
    }

    [Fact]
    public void No_report_can_blow_up_the_object()
    {
        Dictionary<string, string> facts = Enumerable.Range(0, 1000).ToDictionary(i => $"fact-{i:0000}", _ => new string('x', 5000));
        facts[new string('n', 500)] = "";
        HostReport report = new()
        {
            BootId = new string('b', 5000),
            Phase = new string('p', 5000),
            Facts = facts,
            Conditions = [new HostCondition { Type = ConditionTypes.BootstrapReady, Status = "True", Reason = "Yes", Message = new string('m', 99_999) }],
        };

        ElementalHostStatus status = HostReportDecisions.Decide(Host(), report, Now).Observed.Status!;

        Assert.Null(status.Phase);
        Assert.InRange(status.Facts!.Count, 1, 66);
        Assert.All(status.Facts.Values, value => Assert.InRange(value.Length, 0, 1024));
        Assert.All(status.Conditions!, condition => Assert.InRange(condition.Message.Length, 0, 2048));
    }

    private static Condition ReadyOf(ElementalHost host) => Conditions.Find(host.Status!.Conditions, ConditionTypes.Ready)!;
}
