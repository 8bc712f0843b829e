namespace ElementalProvider.Api.ClusterApi;

/// <summary>Where the bootstrap data of a Machine comes from.</summary>
public sealed record MachineBootstrap
{
    /// <summary>The bootstrap provider's object.</summary>
    public ContractReference? ConfigRef { get; init; }

    /// <summary>Name of the Secret with the data, once it is there.</summary>
    public string? DataSecretName { get; init; }
}
