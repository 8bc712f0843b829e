using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>The infrastructure of one CAPI Cluster: the machines exist already, so all there is to know is the control plane endpoint.</summary>
[CustomResource(ShortNames = ["ecluster"])]
[PrinterColumn("Cluster", """.metadata.ownerReferences[?(@.kind=="Cluster")].name""", Description = "Cluster that owns this ElementalCluster")]
[PrinterColumn("Endpoint", ".spec.controlPlaneEndpoint.host", Description = "Host of the control plane endpoint")]
[PrinterColumn("Port", ".spec.controlPlaneEndpoint.port", Type = "integer", Description = "Port of the control plane endpoint")]
[PrinterColumn("Provisioned", ".status.initialization.provisioned", Type = "boolean", Description = "Whether machines may be created")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the cluster infrastructure is ready")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why it is ready or not", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
public sealed record ElementalCluster : IKubernetesObject<ElementalCluster>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ElementalGroup.Name, ElementalGroup.Version, "ElementalCluster", "elementalclusters");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalCluster> JsonTypeInfo => ApiJsonContext.Default.ElementalCluster;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public ElementalClusterSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ElementalClusterStatus? Status { get; init; }

    /// <inheritdoc/>
    public ElementalCluster WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
