using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>The infrastructure of one CAPI Machine: claims a free host and keeps it until the Machine is deleted.</summary>
[CustomResource(ShortNames = ["emachine"])]
[PrinterColumn("Cluster", """.metadata.labels['cluster\.x-k8s\.io/cluster-name']""", Description = "Cluster the machine belongs to")]
[PrinterColumn("Machine", """.metadata.ownerReferences[?(@.kind=="Machine")].name""", Description = "Machine that owns this ElementalMachine")]
[PrinterColumn("Host", ".spec.hostRef.name", Description = "ElementalHost that was claimed")]
[PrinterColumn("ProviderID", ".spec.providerID", Description = "Provider ID of the node")]
[PrinterColumn("Provisioned", ".status.initialization.provisioned", Type = "boolean", Description = "Whether the host has become a node")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the machine is ready")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why the machine is ready or not")]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Description = "Details for a person", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
public sealed record ElementalMachine : IKubernetesObject<ElementalMachine>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ElementalGroup.Name, ElementalGroup.Version, "ElementalMachine", "elementalmachines");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalMachine> JsonTypeInfo => ApiJsonContext.Default.ElementalMachine;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Which host is wanted, and how it must be.</summary>
    public ElementalMachineSpec? Spec { get; init; }

    /// <summary>How far the machine has come.</summary>
    public ElementalMachineStatus? Status { get; init; }

    /// <inheritdoc/>
    public ElementalMachine WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
