namespace Grpc.Core.Internal;

/// <summary>Calls back once when a deadline has passed by the given clock. Only calls that have a deadline have a timer.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    // ITimer takes less than 2^32 milliseconds; later deadlines are reached in steps.
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(30);

    private readonly TimeProvider _clock;
    private readonly DateTime _deadline;
    private readonly Action _passed;
    private readonly ITimer _timer;

    public DeadlineTimer(TimeProvider clock, DateTime deadline, Action passed)
    {
        _clock = clock;
        _deadline = deadline;
        _passed = passed;
        _timer = clock.CreateTimer(static state => ((DeadlineTimer)state!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(Remaining);
    }

    private TimeSpan Remaining => _deadline - _clock.GetUtcNow().UtcDateTime;

    public void Dispose() => _timer.Dispose();

    private void OnTick()
    {
        // Timers and the clock may disagree by some milliseconds; a deadline never passes early.
        TimeSpan remaining = Remaining;
        if (remaining > TimeSpan.Zero)
        {
            Arm(remaining);
        }
        else
        {
            _passed();
        }
    }

    private void Arm(TimeSpan remaining)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
        _timer.Change(step < TimeSpan.Zero ? TimeSpan.Zero : step > LongestStep ? LongestStep : step, Timeout.InfiniteTimeSpan);
    }
}
