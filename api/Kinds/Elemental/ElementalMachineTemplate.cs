using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Template from which CAPI clones ElementalMachines. Its spec does not change; make a new one to roll out.</summary>
[CustomResource(ShortNames = ["emachinetemplate"])]
[PrinterColumn("Cluster", """.metadata.ownerReferences[?(@.kind=="Cluster")].name""", Description = "Cluster the template belongs to")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalMachineTemplate.KubeKind, PluralName = "elementalmachinetemplates")]
public sealed record ElementalMachineTemplate : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalMachineTemplate";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What the template holds.</summary>
    public ElementalMachineTemplateSpec? Spec { get; init; }
}

/// <summary>What a machine template holds.</summary>
public sealed record ElementalMachineTemplateSpec
{
    /// <summary>The ElementalMachine to be cloned.</summary>
    public required ElementalMachineTemplateResource Template { get; init; }
}

/// <summary>The ElementalMachine that a template clones.</summary>
public sealed record ElementalMachineTemplateResource
{
    /// <summary>Labels and annotations of the clones.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>Spec of the clones.</summary>
    public required ElementalMachineSpec Spec { get; init; }
}
