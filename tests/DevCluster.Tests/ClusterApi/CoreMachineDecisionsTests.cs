using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.DevCluster.ClusterApi.Machines;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public sealed class CoreMachineDecisionsTests
{
    private const string Id = "elemental://default/host-1";

    [Fact]
    public void M2_The_node_is_found_by_exactly_the_provider_id()
    {
        V1Node[] nodes = [Node("n1", Id.ToUpperInvariant()), Node("n2", Id), Node("n3", Id + "0"), Node("n4", null)];

        Assert.Equal("n2", CoreMachineDecisions.FindNode(Id, nodes)?.Metadata.Name);
        Assert.Null(CoreMachineDecisions.FindNode(null, nodes));
    }

    [Fact]
    public void M2_Two_nodes_with_one_provider_id_are_an_error()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => CoreMachineDecisions.FindNode(Id, [Node("n1", Id), Node("n2", Id)]));

        Assert.Contains("n1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M3_The_provider_id_is_copied_when_the_infrastructure_is_provisioned()
    {
        Machine machine = Objects.Machine("m1", running: false);

        Assert.Null(CoreMachineDecisions.WithProviderId(machine, Infrastructure(provisioned: false)).Spec!.ProviderId);
        Assert.Equal(Id, CoreMachineDecisions.WithProviderId(machine, Infrastructure(provisioned: true)).Spec!.ProviderId);
    }

    [Theory]
    [InlineData(false, false, false, "Pending")]
    [InlineData(true, false, false, "Provisioning")]
    [InlineData(true, true, false, "Provisioned")]
    [InlineData(true, true, true, "Running")]
    public void A_machine_goes_through_its_phases(bool hasData, bool provisioned, bool hasNode, string phase)
    {
        MachineStatus status = CoreMachineDecisions.Observe(Seen(hasData, provisioned, hasNode), Objects.Now);

        Assert.Equal(phase, status.Phase);
        Assert.Equal(phase == "Running", Conditions.IsTrue(status.Conditions, CapiConditions.Ready));
    }

    [Fact]
    public void What_was_provisioned_once_stays_so()
    {
        MachineStatus running = CoreMachineDecisions.Observe(Seen(hasData: true, provisioned: true, hasNode: true), Objects.Now);
        CoreMachineSeen later = Seen(hasData: true, provisioned: true, hasNode: false);
        later = later with { Machine = later.Machine with { Status = running }, Infrastructure = null };

        MachineStatus status = CoreMachineDecisions.Observe(later, Objects.Now);

        Assert.True(status.Initialization!.InfrastructureProvisioned);
        Assert.Equal("host-1", status.NodeRef!.Name);
        Assert.Equal("ObjectDeleted", Conditions.Find(status.Conditions, CapiConditions.InfrastructureReady)!.Reason);
    }

    [Fact]
    public void The_ready_condition_of_the_infrastructure_is_mirrored()
    {
        CoreMachineSeen seen = Seen(hasData: true, provisioned: true, hasNode: true);
        Condition notReady = new() { Type = "Ready", Status = ConditionStatus.False, Reason = "HostSick", Message = "fan" };
        seen = seen with { Infrastructure = seen.Infrastructure! with { Status = seen.Infrastructure.Status! with { Conditions = [notReady] } } };

        Condition mirrored = Conditions.Find(CoreMachineDecisions.Observe(seen, Objects.Now).Conditions, CapiConditions.InfrastructureReady)!;

        Assert.Equal(("False", "HostSick", "fan"), (mirrored.Status, mirrored.Reason, mirrored.Message));
    }

    [Fact]
    public void Section_8_A_machine_goes_in_the_order_of_the_contract()
    {
        CoreMachineDeletionSeen all = new()
        {
            Machine = Objects.Machine("m1").Deleting(),
            HasInfrastructure = true,
            InfrastructureIsDeleting = false,
            HasBootstrapSecret = true,
            HasNode = true,
            ClusterIsDeleting = false,
        };

        Assert.Equal(CoreMachineDeletionStep.WaitForPreDrainHook, CoreMachineDeletion.Next(all with { Machine = all.Machine.Annotated(CapiNames.PreDrainHookPrefix + "/x") }));
        Assert.Equal(CoreMachineDeletionStep.WaitForPreTerminateHook, CoreMachineDeletion.Next(all with { Machine = all.Machine.Annotated(CapiNames.PreTerminateHookPrefix + "/x") }));
        Assert.Equal(CoreMachineDeletionStep.DeleteInfrastructure, CoreMachineDeletion.Next(all));
        Assert.Equal(CoreMachineDeletionStep.WaitForInfrastructure, CoreMachineDeletion.Next(all with { InfrastructureIsDeleting = true }));
        CoreMachineDeletionSeen without = all with { HasInfrastructure = false };
        Assert.Equal(CoreMachineDeletionStep.DeleteBootstrapSecret, CoreMachineDeletion.Next(without));
        Assert.Equal(CoreMachineDeletionStep.DeleteNode, CoreMachineDeletion.Next(without with { HasBootstrapSecret = false }));
        Assert.Equal(CoreMachineDeletionStep.RemoveFinalizer, CoreMachineDeletion.Next(without with { HasBootstrapSecret = false, HasNode = false }));
    }

    [Fact]
    public void X2_Nodes_stay_when_the_whole_cluster_goes()
    {
        CoreMachineDeletionSeen seen = new()
        {
            Machine = Objects.Machine("m1").Deleting(),
            HasInfrastructure = false,
            InfrastructureIsDeleting = false,
            HasBootstrapSecret = false,
            HasNode = true,
            ClusterIsDeleting = true,
        };

        Assert.Equal(CoreMachineDeletionStep.RemoveFinalizer, CoreMachineDeletion.Next(seen));
    }

    private static CoreMachineSeen Seen(bool hasData, bool provisioned, bool hasNode)
    {
        Machine machine = Objects.Machine("m1", running: false);
        MachineSpec spec = machine.Spec! with
        {
            Bootstrap = new MachineBootstrap { DataSecretName = hasData ? "m1" : null },
            ProviderId = provisioned ? Id : null,
        };
        return new CoreMachineSeen
        {
            Machine = machine with { Spec = spec },
            Infrastructure = Infrastructure(provisioned),
            Node = hasNode ? Node("host-1", Id) : null,
            Bootstrap = hasData ? null : BootstrapAction.WaitForControlPlane,
        };
    }

    private static ElementalMachine Infrastructure(bool provisioned) => new()
    {
        Metadata = new V1ObjectMeta { Name = "m1", NamespaceProperty = "default" },
        Spec = new ElementalMachineSpec { ProviderId = Id },
        Status = new ElementalMachineStatus { Initialization = provisioned ? new Initialization { Provisioned = true } : null },
    };

    private static V1Node Node(string name, string? providerId) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1NodeSpec { ProviderID = providerId },
        Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }] },
    };
}
