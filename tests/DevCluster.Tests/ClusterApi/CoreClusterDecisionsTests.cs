using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.DevCluster.ClusterApi.Clusters;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public sealed class CoreClusterDecisionsTests
{
    private static readonly CoreClusterParts None = new([], [], []);

    [Fact]
    public void C1_The_endpoint_of_the_infrastructure_is_copied_once_it_is_provisioned()
    {
        Assert.Null(CoreClusterDecisions.WithEndpoint(Cluster(), Infrastructure(provisioned: false)).Spec!.ControlPlaneEndpoint);
        Assert.Equal(6443, CoreClusterDecisions.WithEndpoint(Cluster(), Infrastructure(provisioned: true)).Spec!.ControlPlaneEndpoint!.Port);
    }

    [Fact]
    public void C1_An_endpoint_of_the_users_own_stays()
    {
        Cluster cluster = Cluster();
        cluster = cluster with { Spec = cluster.Spec! with { ControlPlaneEndpoint = new ApiEndpoint { Host = "10.0.0.1", Port = 1 } } };

        Assert.Equal("10.0.0.1", CoreClusterDecisions.WithEndpoint(cluster, Infrastructure(provisioned: true)).Spec!.ControlPlaneEndpoint!.Host);
    }

    [Fact]
    public void C7_A_cluster_without_infrastructure_counts_as_provisioned()
    {
        Cluster cluster = Cluster() with { Spec = new ClusterSpec() };

        Assert.True(CoreClusterDecisions.IsProvisioned(cluster, null));
    }

    [Fact]
    public void The_control_plane_is_initialized_by_its_first_node_and_stays_so()
    {
        Machine machine = Objects.Machine("cp").WithLabels(KeyValuePair.Create(ClusterApiGroup.ControlPlaneLabel, ""));
        CoreClusterSeen seen = Seen(new CoreClusterParts([], [], [machine]), None);

        ClusterStatus first = CoreClusterDecisions.Observe(seen, Objects.Now);
        ClusterStatus later = CoreClusterDecisions.Observe(Seen(None, None) with { Cluster = Cluster() with { Status = first } }, Objects.Now);

        Assert.True(first.Initialization!.ControlPlaneInitialized);
        Assert.True(later.Initialization!.ControlPlaneInitialized);
    }

    [Fact]
    public void A_problem_of_the_api_server_is_said_in_a_condition()
    {
        CoreClusterSeen seen = Seen(None, None) with { WorkloadProblem = "port 1 is taken" };

        Condition probe = Conditions.Find(CoreClusterDecisions.Observe(seen, Objects.Now).Conditions, CapiConditions.RemoteConnectionProbe)!;

        Assert.Equal(("False", "port 1 is taken"), (probe.Status, probe.Message));
    }

    [Fact]
    public void X2_Workers_go_before_the_control_plane_and_that_before_the_infrastructure()
    {
        CoreClusterParts machines = new([], [], [Objects.Machine("m")]);

        Assert.Equal(CoreClusterDeletionStep.DeleteWorkers, CoreClusterDecisions.NextDeletion(Seen(machines, machines)));
        Assert.Equal(CoreClusterDeletionStep.DeleteControlPlane, CoreClusterDecisions.NextDeletion(Seen(machines, None)));
        Assert.Equal(CoreClusterDeletionStep.DeleteInfrastructure, CoreClusterDecisions.NextDeletion(Seen(None, None)));
        Assert.Equal(CoreClusterDeletionStep.RemoveFinalizer, CoreClusterDecisions.NextDeletion(Seen(None, None) with { Infrastructure = null }));
    }

    [Fact]
    public void Owners_are_deleted_and_take_what_they_own_with_them()
    {
        Machine free = Objects.Machine("free");
        Machine owned = Objects.Machine("owned").WithOwner(Objects.Set("a", 1).AsOwner(controller: true));
        CoreClusterParts parts = new([Objects.Deployment(1)], [], [free, owned]);

        Assert.Equal(["md", "free"], parts.ToDelete().Select(item => item.Metadata.Name));
    }

    [Theory]
    [InlineData(false, true, false, true, true, BootstrapAction.WaitForInfrastructure)]
    [InlineData(true, false, false, true, true, BootstrapAction.WaitForInfrastructure)]
    [InlineData(true, true, false, true, true, BootstrapAction.Initialize)]
    [InlineData(true, true, false, true, false, BootstrapAction.WaitForControlPlane)]
    [InlineData(true, true, false, false, false, BootstrapAction.WaitForControlPlane)]
    [InlineData(true, true, true, true, false, BootstrapAction.Join)]
    [InlineData(true, true, true, false, false, BootstrapAction.Join)]
    public void One_control_plane_machine_initializes_and_all_others_join_later(
        bool provisioned, bool workload, bool initialized, bool controlPlane, bool mayInitialize, object expected)
    {
        BootstrapAction action = BootstrapDecisions.Decide(new BootstrapSeen
        {
            InfrastructureProvisioned = provisioned,
            HasWorkload = workload,
            ControlPlaneInitialized = initialized,
            IsControlPlane = controlPlane,
            MayInitialize = mayInitialize,
        });

        Assert.Equal(expected, action);
    }

    private static CoreClusterSeen Seen(CoreClusterParts controlPlane, CoreClusterParts workers) => new()
    {
        Cluster = Cluster(),
        Infrastructure = Infrastructure(provisioned: true),
        ControlPlane = controlPlane,
        Workers = workers,
    };

    private static Cluster Cluster() => new()
    {
        Metadata = new V1ObjectMeta { Name = "c1", NamespaceProperty = "default", Uid = "uid-c1" },
        Spec = new ClusterSpec { InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalCluster", Name = "c1" } },
    };

    private static ElementalCluster Infrastructure(bool provisioned) => new()
    {
        Metadata = new V1ObjectMeta { Name = "c1", NamespaceProperty = "default" },
        Spec = new ElementalClusterSpec { ControlPlaneEndpoint = new ApiEndpoint { Host = "127.0.0.1", Port = 6443 } },
        Status = new ElementalClusterStatus { Initialization = provisioned ? new Initialization { Provisioned = true } : null },
    };
}
