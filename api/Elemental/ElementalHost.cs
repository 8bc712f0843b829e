using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>
/// A registered machine: created by its agent, claimed by an ElementalMachine, reset when that Machine goes. Labels say what the host has
/// shown (installed, bootstrapped), status says what it is doing now.
/// </summary>
[CustomResource(ShortNames = ["ehost"], MoveHierarchy = true)]
[PrinterColumn("Phase", ".status.phase", Description = "What the host is doing")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the host can be relied on for what its spec says")]
[PrinterColumn("Cluster", """.metadata.labels['cluster\.x-k8s\.io/cluster-name']""", Description = "Cluster the host belongs to")]
[PrinterColumn("Machine", """.metadata.labels['elementalhost\.infrastructure\.cluster\.x-k8s\.io/machine-name']""", Description = "Machine the host serves")]
[PrinterColumn("OS Version", ".status.facts.os-version", Description = "OS version that the host reports", Priority = 1)]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why the host is ready or not", Priority = 1)]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Description = "Details for a person", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since the host registered")]
public sealed record ElementalHost : IKubernetesObject<ElementalHost>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ElementalGroup.Name, ElementalGroup.Version, "ElementalHost", "elementalhosts");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalHost> JsonTypeInfo => ApiJsonContext.Default.ElementalHost;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted of the host.</summary>
    public ElementalHostSpec? Spec { get; init; }

    /// <summary>What the host reported.</summary>
    public ElementalHostStatus? Status { get; init; }

    /// <inheritdoc/>
    public ElementalHost WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
