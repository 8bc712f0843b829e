namespace ElementalProvider.Api.Elemental;

/// <summary>Condition types of the Elemental kinds.</summary>
public static class ConditionTypes
{
    /// <summary>Summary of an object. On a host: it can be relied on for what its spec says.</summary>
    public const string Ready = "Ready";

    /// <summary>Whether reconciliation is held back by <c>Cluster.spec.paused</c> or the paused annotation.</summary>
    public const string Paused = "Paused";

    /// <summary>Host: registered, and able to come back by itself.</summary>
    public const string RegistrationReady = "RegistrationReady";

    /// <summary>Host: the operating system is installed.</summary>
    public const string InstallationReady = "InstallationReady";

    /// <summary>Host: the bootstrap data was applied, or none is wanted.</summary>
    public const string BootstrapReady = "BootstrapReady";

    /// <summary>
    /// Host: the wanted OS version is proved to run, or none is wanted. Machine: the same, once the host answers to the version that the machine
    /// wants; no part of the machine's Ready.
    /// </summary>
    public const string OSVersionReady = "OSVersionReady";

    /// <summary>Host: no reset is outstanding.</summary>
    public const string ResetReady = "ResetReady";

    /// <summary>Machine: a host is claimed.</summary>
    public const string AssociationReady = "AssociationReady";

    /// <summary>
    /// Machine: the claimed host is installed and bootstrapped, and nobody deletes or resets it. An update in place, reboot included, leaves it
    /// True.
    /// </summary>
    public const string HostReady = "HostReady";

    /// <summary>Machine: the node carries the provider ID.</summary>
    public const string ProviderIDReady = "ProviderIDReady";

    /// <summary>Cluster: owned by a CAPI Cluster.</summary>
    public const string CAPIClusterReady = "CAPIClusterReady";

    /// <summary>Cluster: the control plane endpoint is known.</summary>
    public const string ControlPlaneEndpointReady = "ControlPlaneEndpointReady";
}
