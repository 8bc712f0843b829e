using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Signals;

public class LatestTests
{
    [Fact]
    public async Task A_late_reader_gets_the_newest_value_only()
    {
        Latest<string> latest = new();
        latest.Publish("old");
        latest.Publish("new");

        Assert.Equal((2, "new"), await latest.WaitAsync(0, CancellationToken.None));
    }

    [Fact]
    public async Task A_reader_waits_for_something_newer_than_it_has()
    {
        Latest<string> latest = new();
        latest.Publish("first");
        Task<(long Version, string Value)> waiting = latest.WaitAsync(1, CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        latest.Publish("second");

        Assert.Equal((2, "second"), await waiting.WaitAsync(TestGateway.Patience));
    }

    [Fact]
    public async Task A_reader_can_give_up()
    {
        using CancellationTokenSource cancellation = new();
        Task waiting = new Latest<string>().WaitAsync(0, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Signals_before_a_wait_end_it_once()
    {
        WakeUp wakeUp = new();
        wakeUp.Set();
        wakeUp.Set();

        await wakeUp.WaitAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);

        Task again = wakeUp.WaitAsync(CancellationToken.None);
        Assert.False(again.IsCompleted);
        wakeUp.Set();
        await again.WaitAsync(TestGateway.Patience);
    }
}
