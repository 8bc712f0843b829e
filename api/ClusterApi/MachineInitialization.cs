namespace ElementalProvider.Api.ClusterApi;

/// <summary>Observations of the first provisioning of a Machine.</summary>
public sealed record MachineInitialization
{
    /// <summary>The infrastructure says that it is provisioned.</summary>
    public bool? InfrastructureProvisioned { get; init; }

    /// <summary>The bootstrap data Secret is there.</summary>
    public bool? BootstrapDataSecretCreated { get; init; }
}
