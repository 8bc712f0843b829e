using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Tests.Engine;

public class StepLogTests
{
    private static readonly AgentStep Bootstrap = new AgentStep.Bootstrap();
    private static readonly OperationKey Operation = new("op-1", 0, OperationType.Upgrade, "wanted");

    private readonly ManualClock clock = new();
    private readonly StepLog log;

    public StepLogTests() => log = new StepLog(clock);

    [Fact]
    public void A_step_is_told_with_how_long_it_took_and_how_long_ago_it_ended()
    {
        long begun = log.Begin();
        clock.Advance(TimeSpan.FromSeconds(40));
        log.Note(Bootstrap, HostSteps.Done, begun, "trace");
        clock.Advance(TimeSpan.FromSeconds(3));

        HostReport report = log.AddTo(new HostReport { Phase = "Running" }).Report;

        StepReport step = Assert.Single(report.Steps);
        Assert.Equal(("Bootstrap", "Bootstrap", "Done", "trace"), (step.Operation, step.Step, step.Result, step.Traceparent));
        Assert.Equal((40, 3), (step.Took.Seconds, step.Ago.Seconds));
        Assert.Equal(("Running", "trace"), (report.Phase, report.Traceparent));
    }

    [Fact]
    public void What_was_told_is_not_told_again_and_what_came_meanwhile_is()
    {
        Note(Bootstrap);
        (HostReport first, long number) = log.AddTo(new HostReport());
        Note(new AgentStep.Install());
        log.Forget(number);

        Assert.Equal("Bootstrap", Assert.Single(first.Steps).Step);
        Assert.Equal("Install", Assert.Single(log.AddTo(new HostReport()).Report.Steps).Step);
    }

    [Fact]
    public void A_report_that_did_not_get_through_is_told_again_with_its_steps()
    {
        Note(Bootstrap);
        log.AddTo(new HostReport());

        Assert.Single(log.AddTo(new HostReport()).Report.Steps);
    }

    [Fact]
    public void A_report_without_steps_is_sent_as_it_is()
    {
        HostReport report = new();

        Assert.Same(report, log.AddTo(report).Report);
    }

    [Fact]
    public void The_oldest_is_forgotten_where_there_is_too_much()
    {
        Note(new AgentStep.Install());
        for (int i = 0; i < StepLog.Capacity; i++)
            Note(Bootstrap);

        Assert.Equal(Enumerable.Repeat("Bootstrap", StepLog.Capacity), log.AddTo(new HostReport()).Report.Steps.Select(step => step.Step));
    }

    [Fact]
    public void Only_steps_that_do_something_are_told_and_in_words_that_the_manager_knows()
    {
        foreach (AgentStep step in (AgentStep[])
            [
                new AgentStep.Register(), new AgentStep.FinalizeRegistration(), new AgentStep.Install(), Bootstrap, new AgentStep.AwaitBootstrap(),
                new AgentStep.TriggerReset(), new AgentStep.AnnounceReset(), new AgentStep.Wipe(), new AgentStep.ShowEvidence(),
                new AgentStep.PreparePlugin(), new AgentStep.ConfirmBootstrap(), new AgentStep.CountAttempt(Operation), new AgentStep.Reboot(),
            ])
        {
            Note(step);
        }

        (HostReport report, long number) = log.AddTo(new HostReport());
        log.Forget(number);
        foreach (AgentStep step in (AgentStep[])
            [
                new AgentStep.CheckOperation(Operation), new AgentStep.PrepareOperation(Operation), new AgentStep.ApplyOperation(Operation),
                new AgentStep.VerifyOperation(Operation), new AgentStep.AbortOperation(Operation),
            ])
        {
            Note(step);
        }

        HostReport operation = log.AddTo(new HostReport()).Report;

        Assert.Equal(
            ["Register", "FinalizeRegistration", "Install", "Bootstrap", "AwaitBootstrap", "TriggerReset", "AnnounceReset", "Wipe", "ShowEvidence"],
            report.Steps.Select(step => step.Step));
        Assert.Equal(["Check", "Prepare", "Apply", "Verify", "Abort"], operation.Steps.Select(step => step.Step));
        Assert.All(report.Steps.Concat(operation.Steps), step =>
        {
            Assert.True(HostSteps.Steps.Contains(step.Step), step.Step);
            Assert.True(HostSteps.Operations.Contains(step.Operation), step.Operation);
        });
    }

    private void Note(AgentStep step) => log.Note(step, HostSteps.Done, log.Begin(), "");
}
