using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.DevCluster.ClusterApi.Clusters;
using ElementalProvider.DevCluster.ClusterApi.MachineDeployments;
using ElementalProvider.DevCluster.ClusterApi.Machines;
using ElementalProvider.DevCluster.ClusterApi.MachineSets;
using ElementalProvider.DevCluster.ClusterApi.Model;
using ElementalProvider.DevCluster.ClusterApi.Workload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Stands in for Cluster API's core and kubeadm bootstrap controllers, for one management cluster.</summary>
internal sealed class CapiSimulator : IAsyncDisposable
{
    private readonly IHost _host;

    private CapiSimulator(IHost host) => _host = host;

    /// <summary>Starts the controllers; the definitions of all kinds must be there.</summary>
    /// <param name="configuration">The management cluster.</param>
    /// <param name="loggers">Where the controllers log.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<CapiSimulator> StartAsync(
        KubernetesClientConfiguration configuration, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = EmbeddedHost.NewBuilder(CapiNames.FieldManager, configuration, loggers);
        CoreMachineNews news = new(new KeyChannel());
        builder.Services
            .AddSingleton(news)
            .AddSingleton<SimulatedWorkloadClusters>()
            .AddSingleton<WorkloadStarter>()
            .AddSingleton<BootstrapProvider>()
            .AddSingleton<CoreMachineRemoval>()
            .AddController<CoreClusterReconciler>("cluster", controller => controller
                .For<Cluster>()
                .Watches<ElementalCluster, Cluster>(ClusterMembers.ClustersOn)
                .Watches<MachineDeployment>(item => [ClusterMembers.ClusterOf(item, item.Spec.ClusterName)])
                .Watches<MachineSet>(item => [ClusterMembers.ClusterOf(item, item.Spec.ClusterName)])
                .Watches<Machine>(item => [ClusterMembers.ClusterOf(item, item.Spec?.ClusterName)])
                .Watches<ElementalMachineTemplate>(_ => []))
            .AddController<CoreMachineDeploymentReconciler>("machinedeployment", controller => controller
                .For<MachineDeployment>()
                .Owns<MachineSet>()
                .Watches<Cluster, MachineDeployment>(ClusterMembers.Of<MachineDeployment>(item => item.Spec.ClusterName)))
            .AddController<CoreMachineSetReconciler>("machineset", controller => controller
                .For<MachineSet>()
                .Owns<Machine>()
                .Watches<Cluster, MachineSet>(ClusterMembers.Of<MachineSet>(item => item.Spec.ClusterName)))
            .AddController<CoreMachineReconciler>("machine", controller => controller
                .For<Machine>()
                .Watches<ElementalMachine>(item => [ObjectKey.Of(item)])
                .Watches<Cluster, Machine>(ClusterMembers.Of<Machine>(item => item.Spec?.ClusterName))
                .WatchesChannel(news.Channel));
        IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new CapiSimulator(host);
    }

    public ValueTask DisposeAsync() => EmbeddedHost.EndAsync(_host);
}
