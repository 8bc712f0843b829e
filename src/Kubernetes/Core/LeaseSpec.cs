using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>Who holds a lease, and since when.</summary>
public sealed record LeaseSpec
{
    /// <summary>The holder; empty or null when it was released.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after the last renewal before others may take it.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder took it.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder last renewed it.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; init; }
}
