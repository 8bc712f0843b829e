using ElementalProvider.Api.Meta;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

/// <summary>How a MachineDeployment moves from older templates to the present one: the rolling update of Kubernetes Deployments. No I/O.</summary>
internal static class RolloutDecisions
{
    /// <summary>The next step; repeated until it is empty. Each step keeps the bounds whatever becomes of the others.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="sets">Its MachineSets that are not being deleted.</param>
    /// <param name="hash">Hash of the present template.</param>
    public static RolloutPlan Plan(MachineDeployment deployment, IReadOnlyList<MachineSet> sets, string hash)
    {
        int wanted = deployment.Spec.Replicas ?? 1;
        RolloutBounds bounds = RolloutBounds.Of(deployment);
        MachineSet? current = sets.FirstOrDefault(set => HashOf(set) == hash);
        List<MachineSet> old = [.. sets.Where(set => set != current).OrderBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal)];

        // Nothing is taken away on the ground of numbers that are out of date.
        bool settled = sets.All(set => set.Status?.ObservedGeneration == set.Metadata.Generation);
        return new RolloutPlan
        {
            CreateWith = current is null ? GrowTo(0, wanted, bounds, old.Sum(Spec)) : null,
            Scale = current is null ? [] : [.. ScaleCurrent(current, wanted, bounds, old), .. settled ? ScaleOld(current, wanted, bounds, old) : []],
            Delete = [.. old.Where(IsEmpty)],
        };
    }

    public static string? HashOf(MachineSet set) => set.Metadata.Label(CapiNames.TemplateHashLabel);

    private static IEnumerable<(MachineSet, int)> ScaleCurrent(MachineSet current, int wanted, RolloutBounds bounds, IReadOnlyList<MachineSet> old)
    {
        int replicas = Spec(current) > wanted ? wanted : GrowTo(Spec(current), wanted, bounds, old.Sum(Spec) + Spec(current));
        return replicas == Spec(current) ? [] : [(current, replicas)];
    }

    private static IEnumerable<(MachineSet, int)> ScaleOld(MachineSet current, int wanted, RolloutBounds bounds, IReadOnlyList<MachineSet> old)
    {
        // What must stay: the least number of available machines, and room for the new ones that are not available yet.
        int least = wanted - bounds.MaxUnavailable;
        int total = old.Sum(Spec) + Spec(current);
        int newUnavailable = Math.Max(0, Spec(current) - Available(current));
        int spare = total - least - newUnavailable;
        foreach (MachineSet set in old)
        {
            if (spare <= 0)
                yield break;

            // Machines that are not available can go without anybody missing them.
            int unavailable = Math.Min(spare, Math.Max(0, Spec(set) - Available(set)));
            int surplus = Math.Max(0, old.Sum(Available) + Available(current) - least);
            int going = Math.Min(Spec(set), Math.Min(spare, unavailable + surplus));
            if (going > 0)
                yield return (set, Spec(set) - going);

            spare -= going;
            if (going > unavailable)
                yield break;
        }
    }

    private static int GrowTo(int now, int wanted, RolloutBounds bounds, int total) =>
        now + Math.Clamp(wanted + bounds.MaxSurge - total, 0, Math.Max(0, wanted - now));

    private static bool IsEmpty(MachineSet set) => Spec(set) == 0 && set.Status is { Replicas: 0 } status && status.ObservedGeneration == set.Metadata.Generation;

    private static int Spec(MachineSet set) => set.Spec.Replicas ?? 1;

    private static int Available(MachineSet set) => Math.Min(Spec(set), set.Status?.AvailableReplicas ?? 0);
}

/// <summary>The next step of a MachineDeployment.</summary>
internal sealed record RolloutPlan
{
    /// <summary>Create the MachineSet of the present template with this many machines; null when it is there.</summary>
    public int? CreateWith { get; init; }

    /// <summary>Numbers of machines to set.</summary>
    public IReadOnlyList<(MachineSet Set, int Replicas)> Scale { get; init; } = [];

    /// <summary>MachineSets of older templates that are empty.</summary>
    public IReadOnlyList<MachineSet> Delete { get; init; } = [];
}
