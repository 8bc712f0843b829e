using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>What a host is to others.</summary>
internal static class HostState
{
    /// <summary>Whether a machine can have it now.</summary>
    public static bool IsFree(ElementalHost host) =>
        !host.IsDeleting()
        && host.Spec?.MachineRef is null
        && host.HasLabel(HostLabels.Installed)
        && !host.HasLabel(HostLabels.MachineName)
        && !host.HasLabel(HostLabels.NeedsReset)
        && Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready);
}
