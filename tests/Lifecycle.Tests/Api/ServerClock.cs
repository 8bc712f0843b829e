using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>The time, and the numbers that an API server gives out.</summary>
internal sealed class ServerClock(Scheduler scheduler)
{
    private int _uids;

    public DateTimeOffset Now => scheduler.Now;

    /// <summary>The version of the newest write: where it stands still, nothing is written.</summary>
    public long Version { get; private set; }

    public long NextVersion() => ++Version;

    public string NextUid() => $"uid-{++_uids}";
}
