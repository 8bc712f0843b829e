using ElementalProvider.ControllerRuntime.Queue;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class WorkQueueTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task A_key_is_in_the_queue_once_however_often_it_is_added()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");

        Assert.Equal(2, queue.Count);
        Assert.Equal(["a", "b"], await TakeAllAsync(queue));
    }

    [Fact]
    public async Task A_key_that_is_added_while_it_is_worked_on_comes_again_after_that()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.Add("a");
        await queue.TakeAsync(default);
        queue.Add("a");
        queue.Add("a");
        Assert.Equal(0, queue.Count);
        ValueTask<(bool, string?)> next = queue.TakeAsync(default);
        Assert.False(next.IsCompleted);

        queue.Done("a");

        Assert.Equal((true, "a"), await next);
        queue.Done("a");
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task What_changed_goes_before_what_can_wait_and_a_waiting_key_can_be_moved_up()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.Add("low", WorkPriority.Low);
        queue.Add("moved up", WorkPriority.Low);
        queue.Add("normal");
        queue.Add("moved up");
        queue.Add("normal", WorkPriority.Low);

        Assert.Equal(3, queue.Count);
        Assert.Equal(["normal", "moved up", "low"], await TakeAllAsync(queue));
    }

    [Fact]
    public async Task What_can_wait_does_not_wait_forever_behind_a_stream_of_changes()
    {
        using WorkQueue<string> queue = new(new WorkQueueOptions { LongestLowWait = TimeSpan.FromSeconds(10) }, _clock);
        queue.AddAfter("asked to be looked at again", TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        List<string?> taken = [];
        for (int second = 0; second <= 10; second++)
        {
            queue.Add($"change {second}");
            (_, string? key) = await queue.TakeAsync(CancellationToken.None);
            queue.Done(key!);
            taken.Add(key);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([.. Enumerable.Range(0, 10).Select(second => $"change {second}"), "asked to be looked at again"], taken);
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task A_delayed_key_comes_at_its_time_and_the_earliest_wish_counts()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("b", TimeSpan.FromSeconds(5));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("b", TimeSpan.FromSeconds(60));

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(["a"], await TakeAllAsync(queue));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["b"], await TakeAllAsync(queue));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void All_delayed_keys_share_one_timer()
    {
        using WorkQueue<int> queue = new(null, _clock);
        for (int key = 0; key < 1000; key++)
            queue.AddAfter(key, TimeSpan.FromSeconds(1000 - key));

        Assert.Equal(1, _clock.PendingTimers);
        _clock.Advance(TimeSpan.FromSeconds(1000));
        Assert.Equal(1000, queue.Count);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public void A_delay_of_nothing_is_now()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.AddAfter("a", TimeSpan.Zero);
        queue.AddAfter("b", TimeSpan.FromSeconds(-1));

        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public async Task Failures_wait_twice_as_long_each_time_up_to_the_longest_wait()
    {
        using WorkQueue<string> queue = new(new WorkQueueOptions { RetriesPerSecond = 1e6, RetryBurst = 1000 }, _clock);
        List<double> waits = [];
        for (int failure = 0; failure < 20; failure++)
            waits.Add(await WaitOfNextRetryAsync(queue));

        Assert.Equal([5, 10, 20, 40, 80], waits.Take(5));
        Assert.Equal(5 * Math.Pow(2, 17), waits[17]);
        Assert.Equal([1_000_000, 1_000_000], waits.Skip(18));
        queue.Forget("a");
        Assert.Equal(5, await WaitOfNextRetryAsync(queue));
    }

    [Fact]
    public void Many_different_failures_are_slowed_down_together()
    {
        using WorkQueue<int> queue = new(new WorkQueueOptions { RetriesPerSecond = 10, RetryBurst = 20 }, _clock);
        for (int key = 0; key < 50; key++)
            queue.AddRateLimited(key);

        _clock.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(20, queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(30, queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(50, queue.Count);
    }

    [Fact]
    public async Task Shutting_down_drains_what_is_ready_and_wakes_who_waits()
    {
        using WorkQueue<string> queue = new(null, _clock);
        ValueTask<(bool HasKey, string? Key)> waiting = queue.TakeAsync(default);
        queue.Add("a");
        Assert.Equal((true, "a"), await waiting);
        queue.Add("b");
        queue.AddAfter("later", TimeSpan.FromSeconds(1));

        queue.ShutDown();
        queue.Add("too late");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((true, "b"), await queue.TakeAsync(default));
        Assert.Equal((false, null), await queue.TakeAsync(default));
    }

    [Fact]
    public async Task Who_waits_can_be_cancelled_without_losing_a_key()
    {
        using WorkQueue<string> queue = new(null, _clock);
        using CancellationTokenSource stop = new();
        ValueTask<(bool, string?)> impatient = queue.TakeAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await impatient);

        queue.Add("a");

        Assert.Equal((true, "a"), await queue.TakeAsync(default));
    }

    [Fact]
    public async Task Done_for_a_key_that_nobody_took_changes_nothing()
    {
        using WorkQueue<string> queue = new(null, _clock);
        queue.Add("a");
        queue.Done("a");

        Assert.Equal(1, queue.Count);
        Assert.Equal(["a"], await TakeAllAsync(queue));
    }

    private async Task<double> WaitOfNextRetryAsync(WorkQueue<string> queue)
    {
        DateTimeOffset start = _clock.GetUtcNow();
        queue.AddRateLimited("a");
        while (queue.Count == 0)
            _clock.AdvanceToNextTimer();
        Assert.Equal(["a"], await TakeAllAsync(queue));
        return (_clock.GetUtcNow() - start).TotalMilliseconds;
    }

    private static async Task<List<string>> TakeAllAsync(WorkQueue<string> queue)
    {
        List<string> keys = [];
        while (queue.Count > 0)
        {
            (_, string? key) = await queue.TakeAsync(default);
            keys.Add(key!);
        }

        keys.ForEach(queue.Done);
        return keys;
    }
}
