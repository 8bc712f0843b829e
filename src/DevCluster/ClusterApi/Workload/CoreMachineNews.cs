using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.DevCluster.ClusterApi.Workload;

/// <summary>Where changes in workload clusters reach the Machine controller.</summary>
internal sealed record CoreMachineNews(KeyChannel Channel);
