using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>What is known of a Machine that is not being deleted.</summary>
internal sealed record CoreMachineSeen
{
    public required Machine Machine { get; init; }

    /// <summary>The infrastructure, once it is there.</summary>
    public ElementalMachine? Infrastructure { get; init; }

    /// <summary>The Node with exactly the provider ID of the Machine.</summary>
    public V1Node? Node { get; init; }

    /// <summary>What was decided about the bootstrap data; null when the Machine has it.</summary>
    public BootstrapAction? Bootstrap { get; init; }
}
