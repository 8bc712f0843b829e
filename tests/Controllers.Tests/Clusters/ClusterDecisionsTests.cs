using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Clusters;

namespace ElementalProvider.Controllers.Tests.Clusters;

public sealed class ClusterDecisionsTests
{
    private static readonly ApiEndpoint Endpoint = new() { Host = "192.0.2.10", Port = 6443 };

    private static ElementalCluster Infrastructure => new()
    {
        Metadata = Given.Meta("ec1") with
        {
            Finalizers = [Finalizers.Cluster],
            OwnerReferences = [new V1OwnerReference { ApiVersion = "cluster.x-k8s.io/v1beta2", Kind = "Cluster", Name = "c1", Uid = "u" }],
        },
        Spec = new ElementalClusterSpec { ControlPlaneEndpoint = Endpoint },
    };

    private static ClusterSeen Seen => new() { Infrastructure = Infrastructure, Owner = Given.Cluster(), Now = Given.Now };

    [Fact]
    public void C1_V6_T15_An_owned_cluster_with_an_endpoint_is_provisioned_in_both_contracts()
    {
        ElementalClusterStatus status = Settles(Seen);

        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
        Assert.Equal(4, status.Conditions!.Count);
        Assert.Equal("192.0.2.10:6443", Conditions.Find(status.Conditions, ConditionTypes.ControlPlaneEndpointReady)!.Message);
    }

    [Fact]
    public void C2_The_endpoint_of_the_Cluster_will_do()
    {
        Cluster owner = Given.Cluster() with { Spec = new ClusterSpec { ControlPlaneEndpoint = Endpoint } };

        Assert.True(Settles(Seen with { Infrastructure = Infrastructure with { Spec = null }, Owner = owner }).Ready);
    }

    [Theory]
    [InlineData(null, 6443)]
    [InlineData("", 6443)]
    [InlineData("192.0.2.10", null)]
    [InlineData("192.0.2.10", 0)]
    public void C2_Without_a_whole_endpoint_the_cluster_waits(string? host, int? port)
    {
        ElementalCluster infrastructure = Infrastructure with
        {
            Spec = new ElementalClusterSpec { ControlPlaneEndpoint = new ApiEndpoint { Host = host, Port = port } },
        };

        ElementalClusterStatus status = Settles(Seen with { Infrastructure = infrastructure });

        Assert.Equal(Reasons.MissingControlPlaneEndpoint, Conditions.Find(status.Conditions, ConditionTypes.Ready)!.Reason);
        Assert.Null(status.Initialization);
        Assert.Null(status.Ready);
    }

    [Fact]
    public void C1_Provisioned_is_never_taken_back()
    {
        var before = new ElementalClusterStatus { Initialization = new Initialization { Provisioned = true }, Ready = true };

        ElementalClusterStatus status = Settles(Seen with { Infrastructure = Infrastructure with { Spec = null, Status = before } });

        Assert.True(status is { Ready: true, Initialization.Provisioned: true });
        Assert.Equal("False", Conditions.Find(status.Conditions, ConditionTypes.Ready)!.Status);
    }

    [Fact]
    public void C6_Fault_10_A_cluster_without_an_owner_waits_without_an_error()
    {
        ElementalCluster orphan = Infrastructure.WithMetadata(Infrastructure.Metadata with { OwnerReferences = null, Finalizers = null });

        ElementalClusterStatus status = Settles(Seen with { Infrastructure = orphan, Owner = null });

        Condition condition = Conditions.Find(status.Conditions, ConditionTypes.CAPIClusterReady)!;
        Assert.Equal(("False", Reasons.MissingClusterOwner), (condition.Status, condition.Reason));
    }

    [Fact]
    public void O3_The_finalizer_comes_first() =>
        Assert.IsType<ClusterStep.AddFinalizer>(ClusterDecisions.Next(Seen with { Infrastructure = Infrastructure.WithoutFinalizers() }));

    [Fact]
    public void O4_A_paused_cluster_only_says_so()
    {
        ElementalClusterStatus status = Settles(Seen with { Owner = Given.Cluster(paused: true) });

        Assert.Equal("Cluster spec.paused is set to true", Conditions.Find(status.Conditions, ConditionTypes.Paused)!.Message);
        Assert.Null(status.Initialization);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C5_T7_Externally_managed_infrastructure_is_left_alone_even_in_deletion(bool deleting)
    {
        ElementalCluster foreign = Infrastructure.WithoutFinalizers().Annotated(ClusterApiGroup.ManagedByAnnotation, "terraform");

        Assert.Null(Settle(Seen with { Infrastructure = deleting ? foreign.Deleting() : foreign }).Status);
    }

    [Fact]
    public void C8_The_cluster_stays_while_machines_exist()
    {
        ElementalClusterStatus status = Settles(Seen with { Infrastructure = Infrastructure.Deleting(), Machines = 2 });

        Condition ready = Conditions.Find(status.Conditions, ConditionTypes.Ready)!;
        Assert.Equal(("False", "Deleting", "waits for 2 ElementalMachines of the cluster"), (ready.Status, ready.Reason, ready.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void C8_The_last_machine_gone_the_cluster_goes_with_or_without_an_owner(bool owned) =>
        Assert.IsType<ClusterStep.RemoveFinalizer>(ClusterDecisions.Next(
            Seen with { Infrastructure = Infrastructure.Deleting(), Owner = owned ? Given.Cluster() : null }));

    [Fact]
    public void T14_A_cluster_that_moved_away_leaves_although_paused_and_with_machines() =>
        Assert.IsType<ClusterStep.RemoveFinalizer>(ClusterDecisions.Next(Seen with
        {
            Infrastructure = Infrastructure.Annotated(ClusterApiGroup.DeleteForMoveAnnotation).Deleting(),
            Owner = Given.Cluster(paused: true),
            Machines = 3,
        }));

    [Fact]
    public void O4_Deletion_waits_for_the_end_of_the_pause() =>
        Assert.NotNull(Settle(Seen with { Infrastructure = Infrastructure.Deleting(), Owner = Given.Cluster(paused: true) }).Status);

    private static ClusterStep.Settle Settle(ClusterSeen seen) => Assert.IsType<ClusterStep.Settle>(ClusterDecisions.Next(seen));

    private static ElementalClusterStatus Settles(ClusterSeen seen) => Settle(seen).Status!;
}
