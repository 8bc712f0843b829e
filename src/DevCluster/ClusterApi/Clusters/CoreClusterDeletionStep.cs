namespace ElementalProvider.DevCluster.ClusterApi.Clusters;

/// <summary>The steps in which a Cluster goes, in their order (X2).</summary>
internal enum CoreClusterDeletionStep
{
    DeleteWorkers,
    DeleteControlPlane,
    DeleteInfrastructure,
    RemoveFinalizer,
}
