namespace ElementalProvider.Api.Elemental;

/// <summary>Observations of the first provisioning, as contract v1beta2 asks for them.</summary>
public sealed record Initialization
{
    /// <summary>Whether provisioning completed; never goes back to false.</summary>
    public bool? Provisioned { get; init; }
}
