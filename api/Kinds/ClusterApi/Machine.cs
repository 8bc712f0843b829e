using System.Text.Json.Serialization;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>A Cluster API Machine, as far as this provider reads it.</summary>
[KubernetesEntity(Group = ClusterApiGroup.Name, ApiVersion = ClusterApiGroup.Version, Kind = Machine.KubeKind, PluralName = "machines")]
public sealed record Machine : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "Machine";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterApiGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public MachineSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineStatus? Status { get; init; }
}

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

/// <summary>Where the bootstrap data of a Machine comes from.</summary>
public sealed record MachineBootstrap
{
    /// <summary>The bootstrap provider's object.</summary>
    public ContractReference? ConfigRef { get; init; }

    /// <summary>Name of the Secret with the data, once it is there.</summary>
    public string? DataSecretName { get; init; }
}

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

/// <summary>Observations of the first provisioning of a Machine.</summary>
public sealed record MachineInitialization
{
    /// <summary>The infrastructure says that it is provisioned.</summary>
    public bool? InfrastructureProvisioned { get; init; }

    /// <summary>The bootstrap data Secret is there.</summary>
    public bool? BootstrapDataSecretCreated { get; init; }
}

/// <summary>The Node of a Machine, by name.</summary>
public sealed record NodeReference
{
    /// <summary>Name of the Node.</summary>
    public required string Name { get; init; }
}
