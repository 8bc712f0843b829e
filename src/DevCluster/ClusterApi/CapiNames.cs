namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Names that Cluster API's core gives to its finalizers, labels and annotations.</summary>
internal static class CapiNames
{
    public const string FieldManager = "capi-simulator";

    public const string ClusterFinalizer = "cluster.cluster.x-k8s.io";
    public const string MachineDeploymentFinalizer = "cluster.x-k8s.io/machinedeployment";
    public const string MachineSetFinalizer = "cluster.x-k8s.io/machineset";
    public const string MachineFinalizer = "machine.cluster.x-k8s.io";

    public const string DeploymentNameLabel = "cluster.x-k8s.io/deployment-name";
    public const string SetNameLabel = "cluster.x-k8s.io/set-name";
    public const string TemplateHashLabel = "machine-template-hash";

    public const string ClonedFromNameAnnotation = "cluster.x-k8s.io/cloned-from-name";
    public const string ClonedFromGroupKindAnnotation = "cluster.x-k8s.io/cloned-from-groupkind";

    /// <summary>A machine with this annotation goes first when there are too many.</summary>
    public const string DeleteMachineAnnotation = "cluster.x-k8s.io/delete-machine";

    /// <summary>Older clusterctl rollout restart sets it on the template; a new value replaces every machine.</summary>
    public const string RestartedAtAnnotation = "cluster.x-k8s.io/restartedAt";

    /// <summary>Annotations that hold back the deletion of a machine before its node would be drained.</summary>
    public const string PreDrainHookPrefix = "pre-drain.delete.hook.machine.cluster.x-k8s.io";

    /// <summary>Annotations that hold back the deletion of a machine before its infrastructure is deleted.</summary>
    public const string PreTerminateHookPrefix = "pre-terminate.delete.hook.machine.cluster.x-k8s.io";

    /// <summary>Name of the Secret with the kubeconfig of a Cluster's API server.</summary>
    public static string KubeconfigSecret(string clusterName) => clusterName + "-kubeconfig";

    /// <summary>Name of the ConfigMap that says which machine may initialize the control plane.</summary>
    public static string InitLock(string clusterName) => clusterName + "-lock";
}
