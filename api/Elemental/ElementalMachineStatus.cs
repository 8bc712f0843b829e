using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>How far a machine has come.</summary>
public sealed record ElementalMachineStatus
{
    /// <summary>
    /// Set once the host has become a node; never taken back (M3 of the CAPI contract), not even while a lost host is replaced by another one.
    /// </summary>
    public Initialization? Initialization { get; init; }

    /// <summary>The same as initialization.provisioned, for contract v1beta1.</summary>
    public bool? Ready { get; init; }

    /// <summary>Addresses of the machine.</summary>
    [Atomic]
    public IReadOnlyList<MachineAddress>? Addresses { get; init; }

    /// <summary>
    /// Conditions: AssociationReady, HostReady, ProviderIDReady, Paused, and Ready as the summary of the first three. Where
    /// spec.osVersionManagement is set also OSVersionReady, which Ready leaves out: an update in place must not look to a MachineHealthCheck
    /// like a machine to be replaced.
    /// </summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
