using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>What is observed of a Machine.</summary>
public sealed record MachineStatus
{
    /// <summary>Observations of the first provisioning.</summary>
    public MachineInitialization? Initialization { get; init; }

    /// <summary>The Node that the machine became.</summary>
    public NodeReference? NodeRef { get; init; }

    /// <summary>Pending, Provisioning, Provisioned, Running, Deleting …</summary>
    public string? Phase { get; init; }

    /// <summary>Addresses, copied from the infrastructure.</summary>
    public IReadOnlyList<MachineAddress>? Addresses { get; init; }

    /// <summary>Generation of the Machine that the status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
