namespace ElementalProvider.ControllerRuntime;

/// <summary>Lets things happen at a steady rate with bursts. Thread-safe.</summary>
/// <param name="perSecond">Tokens that come back a second.</param>
/// <param name="burst">Tokens there can be at most, and at the start.</param>
/// <param name="timeProvider">Source of time.</param>
public sealed class TokenBucket(double perSecond, int burst, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _filledAt = timeProvider.GetTimestamp();

    /// <summary>Takes one token, also one that is yet to come.</summary>
    /// <returns>How long to wait until the token is there; zero if it already is.</returns>
    public TimeSpan Reserve()
    {
        lock (_lock)
        {
            Refill();
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }

    /// <summary>Takes a token only if it is there already.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryTake()
    {
        lock (_lock)
        {
            Refill();
            if (_tokens < 1)
                return false;

            _tokens--;
            return true;
        }
    }

    private void Refill()
    {
        long now = timeProvider.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (timeProvider.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
