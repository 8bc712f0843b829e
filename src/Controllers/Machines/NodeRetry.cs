using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>
/// How soon to look for a Node again. Nodes join within seconds of their bootstrap, so a late one must be seen at once, while one that
/// never comes must not keep the workload cluster busy.
/// </summary>
internal static class NodeRetry
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A quarter of the time waited so far, within the bounds.</summary>
    /// <param name="before">Conditions as they stand; their age says how long the wait has been.</param>
    /// <param name="waiting">The condition about to be set.</param>
    /// <param name="now">The time of the observation.</param>
    public static TimeSpan Delay(IReadOnlyList<Condition>? before, Condition waiting, DateTimeOffset now)
    {
        Condition? standing = Conditions.Find(before, waiting.Type);
        TimeSpan waited = standing?.Status == waiting.Status ? now - standing.LastTransitionTime : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 4, Shortest.Ticks, Longest.Ticks));
    }
}
