namespace ElementalProvider.PluginConformance;

/// <summary>A clock that somebody sets: time goes on by itself and jumps when it is told to.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    /// <summary>How far off it is.</summary>
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
