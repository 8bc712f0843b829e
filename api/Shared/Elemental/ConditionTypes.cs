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

    /// <summary>
    /// Host: its agent holds a connection to a replica of the manager. True since the host connected or came back; False once it has been away for
    /// longer than it may be. Not set where the host has never connected and nobody has waited for it long enough.
    /// </summary>
    public const string Connected = "Connected";

    /// <summary>
    /// Host: one machine speaks for it. Not set as long as nobody has had reason to doubt it; False when two machines with the key of the host were
    /// seen to take turns, until a person has decided.
    /// </summary>
    public const string IdentityReady = "IdentityReady";

    /// <summary>
    /// Machine: a host is claimed. Host: only on one that serves a machine of which no ElementalMachine knows, or did; it is no part of an ordinary
    /// life.
    /// </summary>
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
