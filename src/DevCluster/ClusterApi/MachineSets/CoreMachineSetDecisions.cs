using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineSets;

/// <summary>What a MachineSet needs. No I/O.</summary>
internal static class CoreMachineSetDecisions
{
    /// <summary>
    /// What to create or delete. A machine that is being deleted still counts, as in Cluster API: its replacement is created when it is gone,
    /// because until then its host is not free.
    /// </summary>
    public static CoreMachineSetPlan Scale(MachineSet set, IReadOnlyCollection<Machine> machines)
    {
        int wanted = set.IsDeleting() ? 0 : set.Spec.Replicas ?? 1;
        if (machines.Count <= wanted)
            return new CoreMachineSetPlan(set.IsDeleting() ? 0 : wanted - machines.Count, []);

        IEnumerable<Machine> surplus = MachineDeletionOrder.Sort(machines, set.Spec.Deletion?.Order).Take(machines.Count - wanted);
        return new CoreMachineSetPlan(0, [.. surplus.Where(machine => !machine.IsDeleting())]);
    }

    public static MachineSetStatus Observe(MachineSet set, IReadOnlyCollection<Machine> machines, string? currentHash) => new()
    {
        Replicas = machines.Count,
        ReadyReplicas = machines.Count(MachineHealth.IsReady),
        AvailableReplicas = machines.Count(MachineHealth.IsAvailable),
        UpToDateReplicas = set.Metadata.Label(CapiNames.TemplateHashLabel) == currentHash ? machines.Count : 0,
        Selector = CoreSelectorText.Of(set.Spec.Selector),
        ObservedGeneration = set.Metadata.Generation,
        Conditions = set.Status?.Conditions,
    };

    /// <summary>Labels of the machines of a set, and so of their infrastructure.</summary>
    public static SortedDictionary<string, string> MachineLabels(MachineSet set)
    {
        IReadOnlyDictionary<string, string> labels = ObjectEdits.Merge(set.Spec.Template.Metadata?.Labels, set.Spec.Selector.MatchLabels);
        return ObjectEdits.Merge(labels, new Dictionary<string, string>
        {
            [ClusterApiGroup.ClusterNameLabel] = set.Spec.ClusterName,
            [CapiNames.SetNameLabel] = LabelText.Of(set.Metadata.Name!),
        });
    }

    /// <summary>The Machine of a name, whose infrastructure is an object of the same name (M8 of the contract).</summary>
    public static Machine NewMachine(MachineSet set, string name, string infrastructureKind) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = set.Metadata.NamespaceProperty,
            Labels = MachineLabels(set),
            Annotations = set.Spec.Template.Metadata?.Annotations is { } annotations ? ObjectEdits.Merge(annotations, []) : null,
            Finalizers = [CapiNames.MachineFinalizer],
            OwnerReferences = [set.AsOwner(controller: true)],
        },
        Spec = set.Spec.Template.Spec with
        {
            ClusterName = set.Spec.ClusterName,
            InfrastructureRef = set.Spec.Template.Spec.InfrastructureRef! with { Kind = infrastructureKind, Name = name },
        },
    };
}

/// <summary>What brings a MachineSet to its number of machines.</summary>
/// <param name="Create">How many machines to create.</param>
/// <param name="Delete">Which machines to delete.</param>
internal sealed record CoreMachineSetPlan(int Create, IReadOnlyList<Machine> Delete)
{
    public static CoreMachineSetPlan Nothing { get; } = new(0, []);
}
