using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>What is observed of the infrastructure of a cluster.</summary>
public sealed record ElementalClusterStatus
{
    /// <summary>Set once machines may be created; never taken back (C1 of the CAPI contract).</summary>
    public Initialization? Initialization { get; init; }

    /// <summary>The same as initialization.provisioned, for contract v1beta1.</summary>
    public bool? Ready { get; init; }

    /// <summary>Conditions: CAPIClusterReady, ControlPlaneEndpointReady, Paused, and Ready as their summary.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
