using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Registration;

/// <summary>
/// Whose turn it is to register, where a registration takes so many hosts a minute: whoever comes gets the next free moment, and keeps it for a while
/// if it is late. Thread-safe.
/// </summary>
/// <param name="clock">Source of time.</param>
internal sealed class RegistrationTurns(TimeProvider clock)
{
    /// <summary>What was not used lately may be made up for.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>How long a turn waits for its host: agents come a little later than they are told to, so that not all come at once.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private const int MostWaiting = 16384;

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Queue> _queues = [];

    /// <summary>Takes a turn, or a place among those who wait for theirs.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="host">Name of the host.</param>
    /// <param name="perMinute">How many hosts a minute.</param>
    /// <returns>When to come back; zero where the turn is now, and is used up.</returns>
    public TimeSpan Take(ObjectKey registration, string host, int perMinute)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            if (!_queues.TryGetValue(registration, out Queue? queue))
                _queues[registration] = queue = new Queue { NextAt = now - Slack };
            return queue.Take(host, TimeSpan.FromMinutes(1) / perMinute, now);
        }
    }

    private sealed class Queue
    {
        private readonly Dictionary<string, DateTimeOffset> _waiting = [];
        private DateTimeOffset _clearAt;

        public DateTimeOffset NextAt { get; set; }

        public TimeSpan Take(string host, TimeSpan apart, DateTimeOffset now)
        {
            Clear(now);
            if (_waiting.TryGetValue(host, out DateTimeOffset mine))
            {
                if (mine <= now)
                    _waiting.Remove(host);
                return mine <= now ? TimeSpan.Zero : mine - now;
            }

            DateTimeOffset next = NextAt > now - Slack ? NextAt : now - Slack;
            if (next > now && _waiting.Count >= MostWaiting)
                return next - now;

            NextAt = next + apart;
            if (next <= now)
                return TimeSpan.Zero;

            _waiting[host] = next;
            return next - now;
        }

        private void Clear(DateTimeOffset now)
        {
            if (_waiting.Count == 0 || now < _clearAt)
                return;

            _clearAt = now + Grace;
            foreach (string late in _waiting.Where(waiting => waiting.Value + Grace <= now).Select(waiting => waiting.Key).ToArray())
                _waiting.Remove(late);
        }
    }
}
