using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

/// <summary>What a MachineDeployment shows and what its MachineSets look like. No I/O.</summary>
internal static class CoreMachineDeploymentDecisions
{
    public static MachineDeploymentStatus Observe(MachineDeployment deployment, IReadOnlyList<MachineSet> sets, string hash, DateTimeOffset now)
    {
        int wanted = deployment.Spec.Replicas ?? 1;
        int replicas = sets.Sum(set => set.Status?.Replicas ?? 0);
        int available = sets.Sum(set => set.Status?.AvailableReplicas ?? 0);
        int least = wanted - RolloutBounds.Of(deployment).MaxUnavailable;
        Condition condition = new()
        {
            Type = CapiConditions.Available,
            Status = available >= least ? ConditionStatus.True : ConditionStatus.False,
            Reason = available >= least ? "Available" : "NotAvailable",
            Message = available >= least ? "" : $"{available} available replicas, at least {least} required",
            ObservedGeneration = deployment.Metadata.Generation,
        };
        return new MachineDeploymentStatus
        {
            Replicas = replicas,
            ReadyReplicas = sets.Sum(set => set.Status?.ReadyReplicas ?? 0),
            AvailableReplicas = available,
            UpToDateReplicas = sets.Where(set => RolloutDecisions.HashOf(set) == hash).Sum(set => set.Status?.Replicas ?? 0),
            Selector = CoreSelectorText.Of(deployment.Spec.Selector),
            Phase = Phase(wanted, replicas, available),
            ObservedGeneration = deployment.Metadata.Generation,
            Conditions = Conditions.Set(deployment.Status?.Conditions, condition, now),
        };
    }

    /// <summary>The MachineSet of a template.</summary>
    public static MachineSet NewSet(MachineDeployment deployment, string hash, int replicas)
    {
        Dictionary<string, string> identity = new() { [CapiNames.TemplateHashLabel] = hash };
        return WithTemplateMetadata(
            new MachineSet
            {
                Metadata = new V1ObjectMeta
                {
                    Name = $"{deployment.Metadata.Name}-{hash[..5]}",
                    NamespaceProperty = deployment.Metadata.NamespaceProperty,
                    Finalizers = [CapiNames.MachineSetFinalizer],
                    OwnerReferences = [deployment.AsOwner(controller: true)],
                },
                Spec = new MachineSetSpec
                {
                    ClusterName = deployment.Spec.ClusterName,
                    Replicas = replicas,
                    Selector = deployment.Spec.Selector with { MatchLabels = ObjectEdits.Merge(deployment.Spec.Selector.MatchLabels, identity) },
                    Template = deployment.Spec.Template,
                    Deletion = deployment.Spec.Deletion,
                },
            },
            deployment,
            hash);
    }

    /// <summary>The MachineSet with the labels and annotations that machines take over in place, without being replaced.</summary>
    public static MachineSet WithTemplateMetadata(MachineSet set, MachineDeployment deployment, string hash)
    {
        Dictionary<string, string> identity = new()
        {
            [CapiNames.TemplateHashLabel] = hash,
            [CapiNames.DeploymentNameLabel] = LabelText.Of(deployment.Metadata.Name!),
            [ClusterApiGroup.ClusterNameLabel] = deployment.Spec.ClusterName,
        };
        IReadOnlyDictionary<string, string> labels = ObjectEdits.Merge(deployment.Spec.Template.Metadata?.Labels, identity);
        return set.WithLabels(labels) with
        {
            Spec = set.Spec with
            {
                Deletion = deployment.Spec.Deletion,
                Template = set.Spec.Template with { Metadata = new() { Labels = labels, Annotations = deployment.Spec.Template.Metadata?.Annotations } },
            },
        };
    }

    private static string Phase(int wanted, int replicas, int available) => replicas switch
    {
        _ when replicas > wanted => "ScalingDown",
        _ when replicas < wanted || available < wanted => "ScalingUp",
        _ => "Running",
    };
}
