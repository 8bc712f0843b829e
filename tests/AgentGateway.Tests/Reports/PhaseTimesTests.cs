using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class PhaseTimesTests
{
    private static readonly DateTimeOffset Later = Now.AddMinutes(5);

    [Fact]
    public void A_report_of_another_phase_notes_when_it_began_and_tells_how_long_the_one_before_was()
    {
        ElementalHost installing = Reported(Host(), HostPhase.Installing, Now);
        ElementalHost running = Reported(installing, HostPhase.Running, Later);

        Assert.Equal((Now, Later), (installing.Status!.LastPhaseTransitionTime, running.Status!.LastPhaseTransitionTime));
        Assert.Null(PhaseTimes.Between(null, installing.Status));
        Assert.Equal(new EndedPhase("Installing", TimeSpan.FromMinutes(5)), PhaseTimes.Between(installing.Status, running.Status));
    }

    [Fact]
    public void A_report_of_the_same_phase_changes_nothing()
    {
        ElementalHost running = Reported(Host(), HostPhase.Running, Now);

        Assert.True(HostReportDecisions.Decide(running, Report(HostPhase.Running), Later).IsEmpty);
    }

    [Fact]
    public void A_phase_whose_beginning_an_older_version_did_not_note_is_not_counted()
    {
        ElementalHostStatus before = new() { Phase = HostPhase.Running };

        ElementalHostStatus after = PhaseTimes.Enter(before, HostPhase.ReconcilingOsVersion, Now);

        Assert.Null(PhaseTimes.Between(before, after));
        Assert.Equal(Now, after.LastPhaseTransitionTime);
    }

    [Fact]
    public void A_clock_that_went_back_counts_nothing() =>
        Assert.Null(PhaseTimes.Between(In(HostPhase.Running, Later), In(HostPhase.Resetting, Now)));

    [Fact]
    public void A_phase_that_is_not_known_makes_no_new_series() =>
        Assert.Equal("Other", PhaseTimes.Between(In("Doing m-1", Now), In(HostPhase.Running, Later))!.Phase);

    [Fact]
    public void A_wipe_ends_with_its_proof_and_only_once()
    {
        ElementalHost announced = ResetDecisions.Announced(Reported(Host(), HostPhase.TriggeringReset, Now), "", Later);
        ElementalHost proved = ResetDecisions.Proved(announced, new ResetEvidence { BootId = "b2" }, Later.AddHours(1));

        Assert.Equal(Later, announced.Status!.LastPhaseTransitionTime);
        Assert.Equal(new EndedPhase("Resetting", TimeSpan.FromHours(1)), PhaseTimes.AtProof(announced.Status, Later.AddHours(1)));
        Assert.Null(PhaseTimes.AtProof(proved.Status, Later.AddHours(2)));
    }

    private static ElementalHostStatus In(string phase, DateTimeOffset since) => new() { Phase = phase, LastPhaseTransitionTime = since };

    private static ElementalHost Reported(ElementalHost host, string phase, DateTimeOffset now) =>
        HostReportDecisions.Decide(host, Report(phase), now).Observed;

    private static HostReport Report(string phase) => new() { Phase = phase, Installed = true, BootId = "b1" };
}
