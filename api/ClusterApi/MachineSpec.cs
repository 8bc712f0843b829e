using System.Text.Json.Serialization;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>What is wanted of a Machine.</summary>
public sealed record MachineSpec
{
    /// <summary>Name of the Cluster.</summary>
    public string? ClusterName { get; init; }

    /// <summary>Where the bootstrap data comes from.</summary>
    public MachineBootstrap? Bootstrap { get; init; }

    /// <summary>The infrastructure of the machine.</summary>
    public ContractReference? InfrastructureRef { get; init; }

    /// <summary>Kubernetes version.</summary>
    public string? Version { get; init; }

    /// <summary>Provider ID, copied from the infrastructure.</summary>
    [JsonPropertyName("providerID")]
    public string? ProviderId { get; init; }

    /// <summary>Failure domain the machine must be placed in.</summary>
    public string? FailureDomain { get; init; }
}
