using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi.MachineSets;

/// <summary>What brings a MachineSet to its number of machines.</summary>
/// <param name="Create">How many machines to create.</param>
/// <param name="Delete">Which machines to delete.</param>
internal sealed record CoreMachineSetPlan(int Create, IReadOnlyList<Machine> Delete)
{
    public static CoreMachineSetPlan Nothing { get; } = new(0, []);
}
