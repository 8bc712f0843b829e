namespace ElementalProvider.Api.ClusterApi;

/// <summary>Reference to an object that fulfils a CAPI contract: no version, no namespace.</summary>
public sealed record ContractReference
{
    /// <summary>API group of the object.</summary>
    public string? ApiGroup { get; init; }

    /// <summary>Kind of the object.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the object.</summary>
    public required string Name { get; init; }
}
