using System.Text.Json;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>How many machines are replaced at a time.</summary>
internal sealed record RollingUpdate
{
    /// <summary>Machines more than wanted, as a number or a percentage rounded up; 1 when not set.</summary>
    public JsonElement? MaxSurge { get; init; }

    /// <summary>Machines that may be missing, as a number or a percentage rounded down; 0 when not set.</summary>
    public JsonElement? MaxUnavailable { get; init; }
}
