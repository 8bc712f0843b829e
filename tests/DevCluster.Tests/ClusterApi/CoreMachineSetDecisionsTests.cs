using ElementalProvider.Api.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.MachineSets;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public sealed class CoreMachineSetDecisionsTests
{
    [Theory]
    [InlineData(3, 1, 2)]
    [InlineData(3, 3, 0)]
    [InlineData(0, 0, 0)]
    public void Missing_machines_are_created(int replicas, int machines, int created)
    {
        CoreMachineSetPlan plan = CoreMachineSetDecisions.Scale(Objects.Set("a", replicas), Some(machines));

        Assert.Equal(created, plan.Create);
        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void A_machine_that_goes_is_replaced_only_when_it_is_gone_because_its_host_is_not_free_before()
    {
        CoreMachineSetPlan plan = CoreMachineSetDecisions.Scale(Objects.Set("a", 2), [Objects.Machine("m1"), Objects.Machine("m2").Deleting()]);

        Assert.Equal(0, plan.Create);
        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void A_machine_that_goes_already_counts_as_the_one_to_go()
    {
        CoreMachineSetPlan plan = CoreMachineSetDecisions.Scale(Objects.Set("a", 1), [Objects.Machine("m1"), Objects.Machine("m2").Deleting()]);

        Assert.Empty(plan.Delete);
    }

    [Fact]
    public void A_set_that_is_deleted_deletes_all_and_creates_none()
    {
        CoreMachineSetPlan plan = CoreMachineSetDecisions.Scale(Objects.Set("a", 3).Deleting(), Some(2));

        Assert.Equal(0, plan.Create);
        Assert.Equal(2, plan.Delete.Count);
    }

    [Theory]
    [InlineData(null, "b,c,a,d,e")]
    [InlineData("Random", "b,c,a,d,e")]
    [InlineData("Newest", "b,c,a,e,d")]
    [InlineData("Oldest", "b,c,a,d,e")]
    public void Deleting_marked_and_nodeless_machines_go_before_the_order_of_the_set(string? order, string expected)
    {
        Machine[] machines =
        [
            Objects.Machine("e").Aged(10),
            Objects.Machine("d").Aged(20),
            Objects.Machine("c").Aged(30).Annotated(CapiNames.DeleteMachineAnnotation),
            Objects.Machine("b").Aged(40).Deleting(),
            Objects.Machine("a", running: false).Aged(50),
        ];

        IReadOnlyList<Machine> sorted = MachineDeletionOrder.Sort(machines, order);

        Assert.Equal(expected, string.Join(',', sorted.Select(machine => machine.Metadata.Name)));
    }

    [Fact]
    public void A_new_machine_names_infrastructure_of_its_own_name()
    {
        MachineSet set = Objects.Set("a", 1) with { Status = null };

        Machine machine = CoreMachineSetDecisions.NewMachine(set, "md-a-xyz", "ElementalMachine");

        Assert.Equal("md-a-xyz", machine.Spec!.InfrastructureRef!.Name);
        Assert.Equal("ElementalMachine", machine.Spec.InfrastructureRef.Kind);
        Assert.Equal("c1", machine.Metadata.Labels![ClusterApiGroup.ClusterNameLabel]);
        Assert.True(machine.IsControlledBy(set));
    }

    [Fact]
    public void Machines_that_go_are_counted_but_not_as_ready()
    {
        MachineSetStatus status = CoreMachineSetDecisions.Observe(Objects.Set("a", 2), [Objects.Machine("m1"), Objects.Machine("m2").Deleting()], "a");

        Assert.Equal((2, 1, 1, 2), (status.Replicas, status.ReadyReplicas, status.AvailableReplicas, status.UpToDateReplicas));
    }

    private static List<Machine> Some(int count) => [.. Enumerable.Range(1, count).Select(number => Objects.Machine($"m{number}"))];
}
