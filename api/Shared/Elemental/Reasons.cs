namespace ElementalProvider.Api.Elemental;

/// <summary>Condition reasons. Stable: dashboards, alerts and people's scripts match on them.</summary>
public static class Reasons
{
    /// <summary>Ready: everything holds.</summary>
    public const string Ready = "Ready";

    /// <summary>Ready: something does not hold.</summary>
    public const string NotReady = "NotReady";

    /// <summary>Paused: reconciliation is held back. OSVersionReady: so is an update that is allowed.</summary>
    public const string Paused = "Paused";

    /// <summary>Paused: reconciliation goes on.</summary>
    public const string NotPaused = "NotPaused";

    /// <summary>The object is being deleted.</summary>
    public const string Deleting = "Deleting";

    /// <summary>Any condition that is Unknown: a condition before it must hold first.</summary>
    public const string WaitingForEarlierStep = "WaitingForEarlierStep";

    /// <summary>The controller failed unexpectedly; the message says at what.</summary>
    public const string InternalError = "InternalError";

    /// <summary>RegistrationReady: the host is registered.</summary>
    public const string Registered = "Registered";

    /// <summary>RegistrationReady: the registration failed; the message says why.</summary>
    public const string RegistrationFailed = "RegistrationFailed";

    /// <summary>Connected: the host holds a connection; the message names the replica of the manager.</summary>
    public const string HostConnected = "HostConnected";

    /// <summary>Connected: the host was connected, and has been away for too long. Ready, and HostReady of its machine, are Unknown then.</summary>
    public const string HostLost = "HostLost";

    /// <summary>Connected: the host has never connected to this management cluster. Ready, and HostReady of its machine, are Unknown then.</summary>
    public const string HostNeverConnected = "HostNeverConnected";

    /// <summary>IdentityReady, and HostReady of the machine: two machines have the key of the host, as after a disk was copied.</summary>
    public const string HostCloned = "HostCloned";

    /// <summary>IdentityReady: a person has seen to it; the message says who and how.</summary>
    public const string CloneResolved = "CloneResolved";

    /// <summary>InstallationReady: the operating system is installed.</summary>
    public const string Installed = "Installed";

    /// <summary>InstallationReady: not installed yet.</summary>
    public const string WaitingForInstallation = "WaitingForInstallation";

    /// <summary>InstallationReady: the cloud-config could not be put in place.</summary>
    public const string CloudConfigInstallationFailed = "CloudConfigInstallationFailed";

    /// <summary>InstallationReady: the installation failed.</summary>
    public const string InstallationFailed = "InstallationFailed";

    /// <summary>BootstrapReady: the bootstrap data was applied.</summary>
    public const string Bootstrapped = "Bootstrapped";

    /// <summary>BootstrapReady: no machine has claimed the host, so nothing is to be applied.</summary>
    public const string NotClaimed = "NotClaimed";

    /// <summary>BootstrapReady: bootstrap data is waited for or being applied.</summary>
    public const string WaitingForBootstrap = "WaitingForBootstrap";

    /// <summary>BootstrapReady: the bootstrap data is announced and cannot be had; the message says what is missing.</summary>
    public const string BootstrapDataNotFound = "BootstrapDataNotFound";

    /// <summary>BootstrapReady: the bootstrap data was applied without success.</summary>
    public const string BootstrapFailed = "BootstrapFailed";

    /// <summary>ResetReady: no reset is wanted.</summary>
    public const string NoResetNeeded = "NoResetNeeded";

    /// <summary>ResetReady: the reset is not done yet.</summary>
    public const string WaitingForReset = "WaitingForReset";

    /// <summary>ResetReady: the reset failed.</summary>
    public const string ResetFailed = "ResetFailed";

    /// <summary>ResetReady: the host has shown that it wiped itself.</summary>
    public const string ResetDone = "ResetDone";

    /// <summary>OSVersionReady: no OS version is asked for.</summary>
    public const string NoOSVersionWanted = "NoOSVersionWanted";

    /// <summary>OSVersionReady: the wanted OS version runs.</summary>
    public const string OSVersionReconciled = "OSVersionReconciled";

    /// <summary>OSVersionReady: the wanted OS version is being applied.</summary>
    public const string WaitingForOSReconcile = "WaitingForOSReconcile";

    /// <summary>OSVersionReady: the host is bootstrapped, and nobody allowed an in-place update yet.</summary>
    public const string InPlaceUpdateNotPending = "InPlaceUpdateNotPending";

    /// <summary>OSVersionReady: the OS plugin could not apply the version.</summary>
    public const string OSVersionReconciliationFailed = "OSVersionReconciliationFailed";

    /// <summary>OSVersionReady: the host came up on its old image after the update; the same version is not tried again by itself.</summary>
    public const string RolledBack = "RolledBack";

    /// <summary>OSVersionReady: applied, to be proved after the reboot.</summary>
    public const string WaitingForPostReconcileReboot = "WaitingForPostReconcileReboot";

    /// <summary>AssociationReady: a host is claimed.</summary>
    public const string HostAssociated = "HostAssociated";

    /// <summary>AssociationReady: no Machine owns the ElementalMachine yet.</summary>
    public const string MissingMachineOwner = "MissingMachineOwner";

    /// <summary>AssociationReady: the Cluster cannot be found.</summary>
    public const string MissingAssociatedCluster = "MissingAssociatedCluster";

    /// <summary>AssociationReady: the cluster infrastructure is not ready yet.</summary>
    public const string MissingClusterInfrastructureReady = "MissingClusterInfrastructureReady";

    /// <summary>AssociationReady: the Machine has no bootstrap data yet.</summary>
    public const string MissingBootstrapSecret = "MissingBootstrapSecret";

    /// <summary>AssociationReady: no host is free and matching; the message counts why.</summary>
    public const string MissingAvailableHosts = "MissingAvailableHosts";

    /// <summary>AssociationReady: the claimed host is gone.</summary>
    public const string AssociatedHostNotFound = "AssociatedHostNotFound";

    /// <summary>AssociationReady, HostReady: another kind of input is wrong; the message names the field.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>AssociationReady of a host: it serves a machine, and no ElementalMachine names it; nobody may claim it, and it resets itself on a person's word only.</summary>
    public const string Orphaned = "Orphaned";

    /// <summary>Ready, HostReady and ProviderIDReady are Unknown: the host has not reported to this management cluster yet, as after a move.</summary>
    public const string HostNotReported = "HostNotReported";

    /// <summary>HostReady: the host is installed and bootstrapped.</summary>
    public const string HostBootstrapped = "HostBootstrapped";

    /// <summary>HostReady: the claimed host is not installed yet.</summary>
    public const string HostWaitingForInstall = "HostWaitingForInstall";

    /// <summary>HostReady: the claimed host is not bootstrapped yet.</summary>
    public const string HostWaitingForBootstrap = "HostWaitingForBootstrap";

    /// <summary>HostReady: the claimed host reported that its bootstrap failed.</summary>
    public const string HostBootstrapFailed = "HostBootstrapFailed";

    /// <summary>HostReady: somebody deletes the claimed host. AssociationReady: so another one is looked for.</summary>
    public const string HostBeingDeleted = "HostBeingDeleted";

    /// <summary>HostReady: the claimed host must wipe itself.</summary>
    public const string HostBeingReset = "HostBeingReset";

    /// <summary>ProviderIDReady: the node carries the provider ID.</summary>
    public const string ProviderIDSet = "ProviderIDSet";

    /// <summary>ProviderIDReady: the node has not joined yet.</summary>
    public const string NodeNotFound = "NodeNotFound";

    /// <summary>ProviderIDReady: the control plane is not initialized yet.</summary>
    public const string WaitingForControlPlaneInitialized = "WaitingForControlPlaneInitialized";

    /// <summary>ProviderIDReady: the workload cluster cannot be reached; the message says why.</summary>
    public const string WorkloadClusterUnreachable = "WorkloadClusterUnreachable";

    /// <summary>CAPIClusterReady: owned by a Cluster.</summary>
    public const string ClusterOwned = "ClusterOwned";

    /// <summary>CAPIClusterReady: no Cluster owns the ElementalCluster yet.</summary>
    public const string MissingClusterOwner = "MissingClusterOwner";

    /// <summary>ControlPlaneEndpointReady: the endpoint is known.</summary>
    public const string ControlPlaneEndpointSet = "ControlPlaneEndpointSet";

    /// <summary>ControlPlaneEndpointReady: neither the ElementalCluster nor its Cluster has an endpoint yet.</summary>
    public const string MissingControlPlaneEndpoint = "MissingControlPlaneEndpoint";

    /// <summary>Ready on a registration: its hosts are leaving for another management cluster, so that no machine registers here.</summary>
    public const string RegistrationBeingMoved = "RegistrationBeingMoved";

    /// <summary>Ready on a registration: the controller may not touch it, or its input is wrong; the message names the field.</summary>
    public const string RegistrationNotReady = "RegistrationNotReady";
}
