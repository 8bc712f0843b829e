using ElementalProvider.Api.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.Clusters;

/// <summary>What makes up one half of a Cluster: its control plane or its workers.</summary>
/// <param name="Deployments">Its MachineDeployments.</param>
/// <param name="Sets">Its MachineSets that no deployment controls.</param>
/// <param name="Machines">All its Machines.</param>
internal sealed record CoreClusterParts(IReadOnlyList<MachineDeployment> Deployments, IReadOnlyList<MachineSet> Sets, IReadOnlyList<Machine> Machines)
{
    public bool IsEmpty => Deployments.Count == 0 && Sets.Count == 0 && Machines.Count == 0;

    /// <summary>Divides what belongs to a Cluster into control plane and workers.</summary>
    public static (CoreClusterParts ControlPlane, CoreClusterParts Workers) Divide(
        string clusterName, IEnumerable<MachineDeployment> deployments, IEnumerable<MachineSet> sets, IEnumerable<Machine> machines)
    {
        ILookup<bool, MachineDeployment> ownDeployments = deployments
            .Where(each => each.Spec.ClusterName == clusterName).ToLookup(each => IsControlPlane(each.Spec.Template));
        ILookup<bool, MachineSet> ownSets = sets.Where(each => each.Spec.ClusterName == clusterName).ToLookup(each => IsControlPlane(each.Spec.Template));
        ILookup<bool, Machine> ownMachines = machines.Where(each => each.Spec?.ClusterName == clusterName).ToLookup(each => each.IsControlPlane());
        CoreClusterParts Half(bool controlPlane) => new([.. ownDeployments[controlPlane]], [.. ownSets[controlPlane]], [.. ownMachines[controlPlane]]);
        return (Half(true), Half(false));
    }

    /// <summary>What to ask to go: owners take what they own with them; nothing is asked twice.</summary>
    public IEnumerable<IKubernetesObject<V1ObjectMeta>> ToDelete() =>
        Deployments.Cast<IKubernetesObject<V1ObjectMeta>>()
            .Concat(Sets.Where(HasNoController))
            .Concat(Machines.Where(HasNoController))
            .Where(item => !item.IsDeleting());

    /// <summary>The counts that <c>kubectl get clusters</c> shows.</summary>
    public ReplicaCounts Count() => new()
    {
        DesiredReplicas = Deployments.Sum(each => each.Spec.Replicas ?? 1) + Sets.Where(HasNoController).Sum(each => each.Spec.Replicas ?? 1)
            + Machines.Count(HasNoController),
        Replicas = Machines.Count,
        ReadyReplicas = Machines.Count(MachineHealth.IsReady),
        AvailableReplicas = Machines.Count(MachineHealth.IsAvailable),
        UpToDateReplicas = Sets.Sum(each => each.Status?.UpToDateReplicas ?? 0) + Machines.Count(HasNoController),
    };

    private static bool IsControlPlane(MachineTemplate template) => template.Metadata?.Labels?.ContainsKey(ClusterApiGroup.ControlPlaneLabel) ?? false;

    private static bool HasNoController(IKubernetesObject<V1ObjectMeta> item) => item.Metadata.OwnerReferences?.All(owner => owner.Controller != true) ?? true;
}
