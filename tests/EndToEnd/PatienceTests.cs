using ElementalProvider.Testing.Time;

namespace ElementalProvider.EndToEnd;

/// <summary>What ends the patience of a test and what does not: every wait here rests on it.</summary>
public sealed class PatienceTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _log = [];
    private readonly Patience _patience;

    public PatienceTests() => _patience = new Patience(Limit, () => _log, _clock);

    [Fact]
    public void It_ends_when_nothing_was_seen()
    {
        Pass(9);
        Assert.False(IsOver);

        Pass(1);
        Assert.True(IsOver);
    }

    [Fact]
    public void It_lasts_as_long_as_something_new_is_seen_however_long_that_is()
    {
        for (int version = 0; version < 1000; version++)
        {
            _patience.See($"version {version}");
            Pass(9);
        }

        Assert.False(IsOver);
        Pass(1);
        Assert.True(IsOver);
    }

    [Fact]
    public void Who_goes_in_circles_is_given_up()
    {
        for (int turn = 0; turn < 3; turn++)
        {
            _patience.See(turn % 2 == 0 ? "ready" : "not ready");
            Pass(4);
        }

        _patience.See("not ready");
        Pass(2);
        Assert.True(IsOver);
    }

    [Fact]
    public void A_line_that_differs_in_numbers_only_is_no_progress()
    {
        _patience.SeeLine("12:00:01 try 1 of 3f2a, again in 2 s");
        Pass(9);
        _patience.SeeLine("12:00:09 try 2 of 77bc, again in 4 s");
        Pass(1);

        Assert.True(IsOver);
    }

    [Fact]
    public void A_log_is_looked_at_before_it_ends()
    {
        _log.Add("12:00:01 the agent installs");
        Pass(10);
        Assert.False(IsOver);

        _log.Add("12:00:19 the agent installs");
        Pass(10);
        Assert.True(IsOver);
    }

    [Fact]
    public async Task What_is_waited_for_is_looked_at_again_until_it_is_there()
    {
        int looks = 0;
        Task<int> seen = Eventually.SeesAsync(() => Task.FromResult(++looks), look => look == 3, look => $"{look}", clock: _clock);

        PassUntilNobodyWaits();
        Assert.Equal(3, await seen);
    }

    [Fact]
    public async Task What_never_comes_ends_with_what_was_seen_and_said_last()
    {
        Task waiting = Eventually.TrueAsync(() => Task.FromResult(false), () => "the last words", _clock);

        PassUntilNobodyWaits();
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal("Nothing new was seen for 60 s. Last seen: False\nthe last words", exception.Message);
    }

    public void Dispose() => _patience.Dispose();

    private bool IsOver => _patience.Over.IsCancellationRequested;

    private void PassUntilNobodyWaits()
    {
        // The one that is left is this class's own.
        while (_clock.PendingTimers > 1)
            _clock.AdvanceToNextTimer();
    }

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
