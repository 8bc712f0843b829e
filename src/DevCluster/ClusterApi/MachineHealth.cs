using ElementalProvider.Api.ClusterApi;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>What the owners of a Machine want to know of it.</summary>
internal static class MachineHealth
{
    public static bool IsReady(this Machine machine) => !machine.IsDeleting() && Conditions.IsTrue(machine.Status?.Conditions, CapiConditions.Ready);

    public static bool IsAvailable(this Machine machine) =>
        !machine.IsDeleting() && Conditions.IsTrue(machine.Status?.Conditions, CapiConditions.Available);
}
