namespace ElementalProvider.ControllerRuntime.Tests;

public class StepLoopTests
{
    private static readonly ObjectKey Key = new("default", "one");

    [Fact]
    public async Task What_a_step_leads_to_is_decided_upon_until_one_says_to_rest()
    {
        List<string> taken = [];

        Result result = await StepLoop.RunAsync<Seen, Step>(Key, new Seen(0), Decide, (step, seen) =>
        {
            taken.Add(step.GetType().Name);
            return Task.FromResult(step is Rest ? Turn<Seen>.Rest(TimeSpan.FromSeconds(7)) : (Turn<Seen>)new Seen(seen.Count + 1));
        });

        Assert.Equal(["Grow", "Grow", "Grow", "Rest"], taken);
        Assert.Equal(TimeSpan.FromSeconds(7), result.RequeueAfter);

        static Step Decide(Seen seen) => seen.Count < 3 ? new Grow() : new Rest();
    }

    [Fact]
    public async Task Where_nothing_is_seen_nothing_is_decided() =>
        Assert.Equal(Result.Done, await StepLoop.RunAsync<Seen, Step>(
            Key, null, _ => throw new InvalidOperationException("decided"), (_, _) => throw new InvalidOperationException("taken")));

    [Fact]
    public async Task A_step_after_which_nothing_is_seen_is_the_last() =>
        Assert.Equal(Result.Done, await StepLoop.RunAsync<Seen, Step>(
            Key, new Seen(0), _ => new Grow(), (_, _) => Task.FromResult<Turn<Seen>>((Seen?)null)));

    [Fact]
    public async Task Steps_that_undo_each_other_are_named()
    {
        int taken = 0;

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await StepLoop.RunAsync<Seen, Step>(
            Key,
            new Seen(0),
            seen => seen.Count % 2 == 0 ? new Grow() : new Shrink(),
            (_, seen) =>
            {
                taken++;
                return Task.FromResult<Turn<Seen>>(new Seen(seen.Count + 1));
            }));

        Assert.Equal(StepLoop.MostSteps, taken);
        Assert.Equal("default/one: no rest after 16 steps, the last of them Grow, Shrink, Grow, Shrink", exception.Message);
    }

    private sealed record Seen(int Count);

    private abstract record Step;

    private sealed record Grow : Step;

    private sealed record Shrink : Step;

    private sealed record Rest : Step;
}
