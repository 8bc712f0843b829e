using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>The management cluster's API server, and the Nodes of the workload cluster.</summary>
internal sealed class ApiServer
{
    public const string Namespace = "default";
    public const string ClusterName = "lab";
    public const string RegistrationName = "rack";

    public ApiServer()
    {
        Hosts = new(Clock, host => host.Spec, host => host.Status, (host, of) => host with { Status = of.Status });
        Machines = new(Clock, machine => machine.Spec, machine => machine.Status, (machine, of) => machine with { Status = of.Status });
        Owners = new(Clock, owner => owner.Spec, owner => owner.Status, (owner, of) => owner with { Status = of.Status });
        Clusters = new(Clock, cluster => cluster.Spec, cluster => cluster.Status, (cluster, of) => cluster with { Status = of.Status });
        Registrations = new(Clock, item => item.Spec, item => item.Status, (item, of) => item with { Status = of.Status });
        Clusters.Create(new Cluster
        {
            Metadata = new() { Name = ClusterName, NamespaceProperty = Namespace },
            Spec = new ClusterSpec(),
            Status = new ClusterStatus { Initialization = new() { InfrastructureProvisioned = true, ControlPlaneInitialized = true } },
        });
        Registrations.Create(new ElementalRegistration
        {
            Metadata = new() { Name = RegistrationName, NamespaceProperty = Namespace },
            Spec = new ElementalRegistrationSpec(),
        });
    }

    public ServerClock Clock { get; } = new();

    public Store<ElementalHost> Hosts { get; }

    public Store<ElementalMachine> Machines { get; }

    public Store<Machine> Owners { get; }

    public Store<Cluster> Clusters { get; }

    public Store<ElementalRegistration> Registrations { get; }

    /// <summary>Nodes of the workload cluster by their names, which are those of the hosts.</summary>
    public Dictionary<string, V1Node> Nodes { get; } = [];

    /// <summary>False while clusterctl is between deleting the objects here and having made them there.</summary>
    public bool IsOpenForRegistration { get; set; } = true;
}
