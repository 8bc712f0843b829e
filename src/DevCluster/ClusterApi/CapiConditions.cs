namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Condition types of Cluster API's v1beta2 objects.</summary>
internal static class CapiConditions
{
    public const string Available = "Available";
    public const string Ready = "Ready";
    public const string UpToDate = "UpToDate";
    public const string BootstrapConfigReady = "BootstrapConfigReady";
    public const string InfrastructureReady = "InfrastructureReady";
    public const string NodeReady = "NodeReady";
    public const string Deleting = "Deleting";
    public const string ControlPlaneInitialized = "ControlPlaneInitialized";
    public const string RemoteConnectionProbe = "RemoteConnectionProbe";
}
