using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.Elemental;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Tracing;

public class HostStepTests
{
    private const string Asked = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Sent = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";
    private const string Foreign = "00-11111111111111111111111111111111-00f067aa0ba902b7-01";

    [Fact]
    public void A_step_is_placed_in_time_by_the_clock_of_this_process()
    {
        HostStep step = Read(Step(took: 90, ago: 5, traceparent: Sent));

        Assert.Equal(("Bootstrap", "Bootstrap", "Done"), (step.Operation, step.Step, step.Result));
        Assert.Equal(TimeSpan.FromSeconds(90), step.Took);
        Assert.Equal(Now.AddSeconds(-5), step.EndedAt);
        Assert.Equal("00f067aa0ba902b7", step.Cause!.Value.SpanId.ToHexString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData(Foreign)]
    public void A_host_speaks_for_no_trace_but_its_own(string traceparent) => Assert.Null(Read(Step(traceparent: traceparent)).Cause);

    [Fact]
    public void A_host_that_was_asked_for_nothing_has_no_trace() =>
        Assert.Null(HostStep.Of(Report(Step(traceparent: Sent)), traceparent: "", Now).Single().Cause);

    [Fact]
    public void Words_that_are_not_known_make_no_new_series()
    {
        HostStep step = Read(new StepReport { Operation = "Bootstrap-7f", Step = "m-1", Result = "s3cret" });

        Assert.Equal((HostSteps.Other, HostSteps.Other, HostSteps.Other), (step.Operation, step.Step, step.Result));
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(2.5, 2.5)]
    [InlineData(1e11, 604800)]
    public void Times_are_bounded(double seconds, double expected)
    {
        TimeSpan told = TimeSpan.FromSeconds(seconds);

        HostStep step = Read(new StepReport { Took = told, Ago = told });

        Assert.Equal(TimeSpan.FromSeconds(expected), step.Took);
        Assert.Equal(Now - TimeSpan.FromSeconds(expected), step.EndedAt);
    }

    [Fact]
    public void A_step_without_times_is_one_that_took_none() => Assert.Equal((TimeSpan.Zero, Now), (Read(new StepReport()).Took, Read(new StepReport()).EndedAt));

    [Fact]
    public void More_steps_than_an_agent_ever_tells_are_left_out() =>
        Assert.Equal(HostStep.Most, HostStep.Of(Report([.. Enumerable.Repeat(Step(), HostStep.Most + 1)]), Asked, Now).Count());

    private static HostStep Read(StepReport step) => HostStep.Of(Report(step), Asked, Now).Single();

    private static HostReport Report(params StepReport[] steps) => new() { Steps = steps };

    private static StepReport Step(double took = 1, double ago = 0, string traceparent = "") => new()
    {
        Operation = HostSteps.Bootstrap,
        Step = "Bootstrap",
        Result = HostSteps.Done,
        Took = TimeSpan.FromSeconds(took),
        Ago = TimeSpan.FromSeconds(ago),
        Traceparent = traceparent,
    };
}
