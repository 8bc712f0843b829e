namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>The time, and the numbers that an API server gives out.</summary>
internal sealed class ServerClock
{
    private int _uids;

    public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The version of the newest write: where it stands still, nothing is written.</summary>
    public long Version { get; private set; }

    public long NextVersion() => ++Version;

    public string NextUid() => $"uid-{++_uids}";
}
