namespace ElementalProvider.Api.Elemental;

/// <summary>What a machine template holds.</summary>
public sealed record ElementalMachineTemplateSpec
{
    /// <summary>The ElementalMachine to be cloned.</summary>
    public required ElementalMachineTemplateResource Template { get; init; }
}
