namespace ElementalProvider.Api.ClusterApi;

/// <summary>Names that Cluster API gives to its objects, labels and annotations.</summary>
public static class ClusterApiGroup
{
    /// <summary>API group of Cluster and Machine.</summary>
    public const string Name = "cluster.x-k8s.io";

    /// <summary>The version this provider reads (V7 of the CAPI contract).</summary>
    public const string Version = "v1beta2";

    /// <summary>Group and version as they stand in manifests.</summary>
    public const string ApiVersion = Name + "/" + Version;

    /// <summary>Label with the name of the Cluster an object belongs to.</summary>
    public const string ClusterNameLabel = "cluster.x-k8s.io/cluster-name";

    /// <summary>Label of control plane machines; its value is empty.</summary>
    public const string ControlPlaneLabel = "cluster.x-k8s.io/control-plane";

    /// <summary>Label that ties an object to one controller instance.</summary>
    public const string WatchFilterLabel = "cluster.x-k8s.io/watch-filter";

    /// <summary>Annotation that pauses the reconciliation of one object.</summary>
    public const string PausedAnnotation = "cluster.x-k8s.io/paused";

    /// <summary>Annotation (not a label, T7) of infrastructure that somebody else manages.</summary>
    public const string ManagedByAnnotation = "cluster.x-k8s.io/managed-by";

    /// <summary>Annotation that clusterctl sets on source objects before it deletes them in a move (T14).</summary>
    public const string DeleteForMoveAnnotation = "clusterctl.cluster.x-k8s.io/delete-for-move";

    /// <summary>Annotation that has clusterctl wait before it moves anything; whoever sets it takes it away again (MV4).</summary>
    public const string BlockMoveAnnotation = "clusterctl.cluster.x-k8s.io/block-move";

    /// <summary>Type of the Secrets that belong to a cluster.</summary>
    public const string SecretType = "cluster.x-k8s.io/secret";
}
