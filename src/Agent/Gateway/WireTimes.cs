using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Gateway;

/// <summary>Times as the server says them. Whatever it says, it is a time that can be reckoned with: one that is none must not hold up all the rest.</summary>
internal static class WireTimes
{
    /// <summary>A length of time: none where it is negative, and never longer than there are.</summary>
    /// <param name="time">What the server says.</param>
    public static TimeSpan Of(Duration time) => time.Seconds < 0 || time.Nanos < 0 ? TimeSpan.Zero
        : time.Seconds >= (long)TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue
        : TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanos / TimeSpan.NanosecondsPerTick);

    /// <summary>A moment, within those there are.</summary>
    /// <param name="time">What the server says.</param>
    public static DateTimeOffset Of(Timestamp time) => DateTimeOffset
        .FromUnixTimeSeconds(Math.Clamp(time.Seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
        .AddTicks(Math.Clamp(time.Nanos, 0, 999_999_999) / TimeSpan.NanosecondsPerTick);
}
