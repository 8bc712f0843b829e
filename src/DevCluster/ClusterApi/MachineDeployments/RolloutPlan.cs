using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

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
