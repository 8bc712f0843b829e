namespace ElementalProvider.ControllerRuntime.Queue;

/// <summary>How a work queue paces keys that failed. The defaults are those of client-go.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>Name of the queue, for metrics.</summary>
    public string Name { get; init; } = "";

    /// <summary>Wait after the first failure of a key; doubles with each further one.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Longest wait after a failure.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1000);

    /// <summary>How long a key of low priority waits for those of normal priority; then it goes before them.</summary>
    public TimeSpan LongestLowWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Repetitions a second for all keys together.</summary>
    public double RetriesPerSecond { get; init; } = 10;

    /// <summary>Repetitions that may happen at once before <see cref="RetriesPerSecond"/> counts.</summary>
    public int RetryBurst { get; init; } = 100;
}
