using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Clusters;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Registrations;
using ElementalProvider.Controllers.Workload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElementalProvider.Controllers;

/// <summary>Adds the controllers of the Elemental kinds to a host. The host must have the controller runtime and a Kubernetes client.</summary>
public static class ElementalControllersServices
{
    /// <summary>Adds the controllers of ElementalMachine, ElementalHost, ElementalCluster and ElementalRegistration.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddElementalControllers(this IServiceCollection services, Action<ElementalControllersOptions>? configure = null)
    {
        ElementalControllersOptions options = new();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(typeof(ObjectWriter<>));
        services.TryAddSingleton<HostReservations>();
        services.TryAddSingleton<WrittenCounts>();
        services.TryAddSingleton<WorkloadClusters>();
        services.TryAddSingleton<MachineObserver>();
        services.TryAddSingleton<MachineActions>();
        services.TryAddSingleton<HostObserver>();
        services.TryAddSingleton<Definitions>();
        Departures departures = new();
        services.AddSingleton(departures);
        Withdrawals withdrawals = new();
        services.AddSingleton(withdrawals);

        return services
            .AddController<MachineReconciler>("elementalmachine", controller => controller
                .AddPoolIndexes()
                .AddIndex<ElementalMachine>(MachineIndexes.ByCluster, MachineIndexes.ClustersOf)
                .AddIndex<ElementalMachine>(MachineIndexes.ByHost, MachineIndexes.HostsOf)
                .AddIndex<ElementalHost>(MachineIndexes.HostByMachine, MachineIndexes.MachinesOf)
                .For<ElementalMachine>()
                .Watches<Machine>(MachineWatches.OfMachine)
                .Watches<Cluster, ElementalMachine>(MachineWatches.OfCluster)
                .Watches<ElementalHost, ElementalMachine>(MachineWatches.OfHost))
            .AddController<HostReconciler>("elementalhost", controller => controller
                .AddIndex<ElementalHost>(HostWatches.ByCluster, HostWatches.ClustersOf)
                .AddIndex<ElementalHost>(Ownership.ByRegistration, Ownership.RegistrationsOf)
                .AddIndex<ElementalMachine>(MachineIndexes.ByHost, MachineIndexes.HostsOf)
                .Watches<ElementalHost>(withdrawals.Observe)
                .For<ElementalHost>()
                .Watches<ElementalMachine>(HostWatches.OfMachine)
                .Watches<Cluster, ElementalHost>(HostWatches.OfCluster)
                .Watches<ElementalRegistration, ElementalHost>(HostWatches.OfRegistration))
            .AddController<ClusterReconciler>("elementalcluster", controller => controller
                .AddIndex<ElementalCluster>(ClusterWatches.ByOwner, ClusterWatches.OwnersOf)
                .AddIndex<ElementalMachine>(MachineIndexes.ByCluster, MachineIndexes.ClustersOf)
                .For<ElementalCluster>()
                .Watches<Cluster, ElementalCluster>(ClusterWatches.OfCluster)
                .Watches<ElementalMachine, ElementalCluster>(ClusterWatches.OfMachine))
            .AddController<RegistrationReconciler>("elementalregistration", controller => controller
                .AddIndex<ElementalHost>(Ownership.ByRegistration, Ownership.RegistrationsOf)
                .For<ElementalRegistration>()
                .Watches<ElementalRegistration>(departures.Observe)
                .Watches<ElementalHost, ElementalRegistration>(departures.Observe));
    }
}
