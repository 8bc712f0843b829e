using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Everything that the next step for one ElementalHost depends on, at one moment.</summary>
internal sealed record HostSeen
{
    /// <summary>The host.</summary>
    public required ElementalHost Host { get; init; }

    /// <summary>The ElementalMachine that the host serves, where both agree on that.</summary>
    public ElementalMachine? Machine { get; init; }

    /// <summary>The Cluster that the host belongs to while it is claimed.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the host must be left alone; a host has no Cluster of its own, so that of its claim counts (O5).</summary>
    public bool IsPaused => Pausing.IsPaused(Host, Cluster);
}
