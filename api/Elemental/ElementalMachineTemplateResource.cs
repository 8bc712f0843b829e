namespace ElementalProvider.Api.Elemental;

/// <summary>The ElementalMachine that a template clones.</summary>
public sealed record ElementalMachineTemplateResource
{
    /// <summary>Labels and annotations of the clones.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>Spec of the clones.</summary>
    public required ElementalMachineSpec Spec { get; init; }
}
