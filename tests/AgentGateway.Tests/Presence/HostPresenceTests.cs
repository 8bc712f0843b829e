using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Presence;

public class HostPresenceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Here is r-0; the seconds are of the stream, or of the absence.
    public static TheoryData<string, string?, bool?, string?, int, bool, bool, string> Cases => new()
    {
        { "it is connected here, as is said", "r-0", true, "r-0", 9000, false, false, "None" },
        { "it has come back here after it was lost", "r-0", false, "r-0", 0, false, false, "Claim" },
        { "it is here for the first time", "r-0", null, null, 0, false, false, "Claim" },
        { "it has just come here from another replica", "r-0", true, "r-1", 29, false, false, "None" },
        { "it has come here from another replica and stays", "r-0", true, "r-1", 30, false, false, "Claim" },
        { "it has gone from here", "r-0", true, "r-0", -119, false, false, "Watch" },
        { "it has gone from here and does not come back", "r-0", true, "r-0", -120, false, false, "GiveUp" },
        { "it is known to be lost", "r-0", false, "r-0", -9000, true, true, "None" },
        { "it is another replica's to miss", "r-0", true, "r-1", -9000, true, false, "Forget" },
        { "its replica is gone, and this one does not lead", "r-0", true, "r-1", -9000, false, true, "Forget" },
        { "its replica is gone, and the leader waits for it", "r-0", true, "r-1", -119, true, true, "Watch" },
        { "its replica is gone, and it has gone nowhere else", "r-0", true, "r-1", -120, true, true, "GiveUp" },
        { "it has never connected, and the leader waits for it", "r-0", null, null, -119, true, false, "Watch" },
        { "it never connects", "r-0", null, null, -120, true, false, "GiveUp" },
        { "it has never connected, and this replica does not lead", "r-0", null, null, -9000, false, false, "Forget" },
        { "this replica cannot know what it is", null, true, "r-0", -9000, true, true, "None" },
        { "this replica cannot know what it is, and the host is here", null, false, "r-0", 9000, true, true, "None" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_replica_judges_a_host_and_none_too_early(
        string why, string? mine, bool? said, string? recorded, int seconds, bool leads, bool abandoned, string expected)
    {
        PresenceStep step = HostPresence.Next(
            new PresenceSeen
            {
                Mine = mine,
                Leads = leads,
                SaidConnected = said,
                Recorded = recorded,
                IsRecordedAbandoned = abandoned,
                StreamFor = seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null,
                AbsentFor = seconds < 0 ? TimeSpan.FromSeconds(-seconds) : TimeSpan.Zero,
            },
            Patience);

        Assert.True(expected == step.ToString(), $"{why}: {step}");
    }

    [Fact]
    public void That_a_host_is_connected_goes_along_with_its_first_report()
    {
        HostReportPlan first = HostPresence.Noted(HostReportDecisions.Decide(Host(), Ready(), Now), "r-0", claims: false, Now);

        Assert.Equal("r-0", first.Observed.Status!.ConnectedTo);
        Assert.Equal(("True", Reasons.HostConnected, "connected to r-0"), Said(first.Observed));
        Assert.True(Conditions.IsTrue(first.Observed.Status.Conditions, ConditionTypes.Ready));
    }

    [Fact]
    public void A_host_that_comes_back_costs_nothing_and_one_that_goes_to_another_replica_what_it_writes_anyway()
    {
        ElementalHost known = Connected();

        Assert.True(HostPresence.Noted(HostReportDecisions.Decide(known, Ready(), Now), "r-0", claims: false, Now).IsEmpty);
        Assert.True(HostPresence.Noted(HostReportDecisions.Decide(known, Ready(), Now), "r-1", claims: false, Now).IsEmpty);
        Assert.Equal("r-1", HostPresence.Noted(HostReportDecisions.Decide(known, Updating(), Now), "r-1", claims: false, Now).Observed.Status!.ConnectedTo);
        Assert.Equal("r-1", HostPresence.Noted(HostReportDecisions.Decide(known, Ready(), Now), "r-1", claims: true, Now).Observed.Status!.ConnectedTo);
    }

    [Fact]
    public void Of_a_host_that_is_lost_nothing_is_known_until_it_is_back()
    {
        ElementalHost known = Connected();
        ElementalHost lost = known with { Status = HostPresence.GivenUp(known, Now.AddMinutes(-2), Now) };

        Assert.Equal(
            ("False", Reasons.HostLost,
                "the host has not been connected since 2030-01-01T11:58:00Z (it was Running then); see whether the machine has power, runs its agent and reaches the manager"),
            Said(lost));
        Condition ready = Conditions.Find(lost.Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.Unknown, Reasons.HostLost), (ready.Status, ready.Reason));
        Assert.Equal("r-0", lost.Status.ConnectedTo);

        // A report that was on its way changes nothing of that; that it is connected again does, at once.
        HostReportPlan back = HostPresence.Noted(HostReportDecisions.Decide(lost, Ready(), Now), "r-0", claims: false, Now);
        Assert.True(back.IsUrgent);
        Assert.True(Conditions.IsTrue(back.Observed.Status!.Conditions, ConditionTypes.Ready));
        Assert.True(HostPresence.Noted(back with { MetadataChanges = false, StatusChanges = false }, "r-0", claims: false, Now).IsEmpty);
    }

    [Fact]
    public void A_host_that_never_connected_is_told_from_one_that_is_lost()
    {
        ElementalHost host = Host().With((HostLabels.Installed, "true"));

        ElementalHost given = host with { Status = HostPresence.GivenUp(host, Now, Now) };

        Assert.Equal(Reasons.HostNeverConnected, Said(given).Reason);
        Assert.Equal((HostAvailability.Free, HostAvailability.NeverConnected), (host.Availability(), given.Availability()));
        Assert.Equal(ConditionStatus.Unknown, Conditions.Find(given.Status!.Conditions, ConditionTypes.Ready)!.Status);
    }

    [Fact]
    public void A_host_that_is_two_machines_is_left_where_it_is() => Assert.Equal(
        PresenceStep.None,
        HostPresence.Next(
            new PresenceSeen { Mine = "r-0", SaidConnected = true, Recorded = "r-1", StreamFor = TimeSpan.FromHours(1), IsCloned = true }, Patience));

    [Fact]
    public void What_a_person_says_of_a_clone_is_written_before_it_is_taken_away()
    {
        ElementalHost host = Connected();
        HostReportPlan cloned = HostPresence.Told(Nothing(host), "boot a and boot b", Now);
        Assert.True(cloned.Observed.IsCloned() && cloned.IsUrgent && !cloned.MetadataChanges);
        Assert.True(HostPresence.Told(Nothing(cloned.Observed), "boot a and boot b", Now).IsEmpty);
        Assert.True(HostPresence.Told(Nothing(cloned.Observed.Annotated(HostAnnotations.CloneResolved, " ")), null, Now).IsEmpty);

        HostReportPlan said = HostPresence.Told(Nothing(cloned.Observed.Annotated(HostAnnotations.CloneResolved, "alice")), "boot a and boot b", Now);
        Assert.False(said.Observed.IsCloned());
        Assert.Equal((false, "alice"), (said.MetadataChanges, said.Observed.Metadata.Annotation(HostAnnotations.CloneResolved)));

        HostReportPlan taken = HostPresence.Told(Nothing(said.Observed), null, Now);
        Assert.Equal((true, false, null), (taken.MetadataChanges, taken.StatusChanges, taken.Marked.Metadata.Annotation(HostAnnotations.CloneResolved)));
        Assert.True(HostPresence.Told(Nothing(taken.Observed), null, Now).IsEmpty);
    }

    private static HostReportPlan Nothing(ElementalHost host) => new()
    {
        Marked = host, Observed = host, MetadataChanges = false, StatusChanges = false, IsUrgent = false,
    };

    private static ElementalHost Connected() =>
        HostPresence.Noted(HostReportDecisions.Decide(Host().With((HostLabels.Installed, "true")), Ready(), Now), "r-0", claims: false, Now).Observed;

    private static (string Status, string Reason, string Message) Said(ElementalHost host) =>
        host.Connection() is { } said ? (said.Status, said.Reason, said.Message) : default;
}
