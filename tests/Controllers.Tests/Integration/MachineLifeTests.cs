using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Machines from creation to release, against the development API server.</summary>
public sealed class MachineLifeTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task M1_M2_M3_A_machine_claims_a_host_and_becomes_its_node()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        await world.StartControllersAsync();

        await world.CreateMachineAsync("m1");
        ElementalHost claimed = await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Spec?.MachineRef is not null);
        Assert.Equal(("m1", "m1-bootstrap"), (claimed.Spec!.MachineRef!.Name, claimed.Spec.BootstrapSecret!.Name));

        ElementalMachine waiting = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.HostWaitingForBootstrap);
        Assert.Equal(5, waiting.Status!.Conditions!.Count);

        var taint = new V1Taint { Key = MachineDecisions.UninitializedTaint, Effect = "NoSchedule", Value = "true" };
        await world.CreateNodeAsync(taints: taint);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled(HostLabels.Bootstrapped));

        ElementalMachine provisioned = await world.UntilAsync<ElementalMachine>("m1", IsProvisioned);
        V1Node node = await world.Workload.Resource<V1Node>().GetAsync(null, world.HostName());
        Assert.Equal($"elemental://{world.Namespace}/{world.HostName()}", provisioned.Spec!.ProviderId);
        Assert.Equal(provisioned.Spec.ProviderId, node.Spec!.ProviderID);
        Assert.DoesNotContain(node.Spec.Taints ?? [], each => each.Key == MachineDecisions.UninitializedTaint);
        Assert.Equal("192.0.2.1", Assert.Single(provisioned.Status!.Addresses!).Address);
        Assert.True(provisioned.Status.Ready);
    }

    [Fact]
    public async Task M2_A_provider_ID_that_the_kubelet_has_set_is_adopted()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"));
        await world.CreateNodeAsync(1, "kubelet://own");
        await world.StartControllersAsync();

        await world.CreateMachineAsync("m1");

        ElementalMachine provisioned = await world.UntilAsync<ElementalMachine>("m1", IsProvisioned);
        Assert.Equal("kubelet://own", provisioned.Spec!.ProviderId);
    }

    [Fact]
    public async Task O4_A_paused_cluster_claims_nothing_until_it_is_unpaused()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync(paused: true);
        await world.CreateHostAsync();
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");

        await world.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.Paused));
        Assert.Null((await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName())).Spec!.MachineRef);

        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec() });
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef is not null);
    }

    [Fact]
    public async Task I9_A_waiting_machine_says_why_and_takes_the_host_that_comes()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, ("rack", "r1"));
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1", new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["rack"] = "r2" } });

        ElementalMachine waiting = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.MissingAvailableHosts);
        Assert.Equal(
            $"1 more host matching rack=r2 is needed: the only host in the namespace {world.Namespace} cannot be claimed: 1 not matching",
            Conditions.Find(waiting.Status!.Conditions, ConditionTypes.Ready)!.Message);

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled("rack", "r2"));
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef?.Name == world.HostName());
    }

    [Fact]
    public async Task X1_A_deleted_machine_hands_its_host_to_a_reset_and_goes()
    {
        await using World world = await World.CreateAsync(servers);
        await ClaimOneAsync(world);

        await world.DeleteAsync<ElementalMachine>("m1");

        await world.UntilGoneAsync<ElementalMachine>("m1");
        ElementalHost host = await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName());
        Assert.Equal("true", host.Metadata.Labels![HostLabels.NeedsReset]);
    }

    [Fact]
    public async Task Fault_2_A_machine_whose_host_is_gone_can_be_deleted()
    {
        await using World world = await World.CreateAsync(servers);
        await ClaimOneAsync(world);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, "ada: burnt down"));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilGoneAsync<ElementalHost>(world.HostName());

        await world.DeleteAsync<ElementalMachine>("m1");

        await world.UntilGoneAsync<ElementalMachine>("m1");
    }

    [Fact]
    public async Task Fault_1_T14_A_move_never_resets_a_live_host()
    {
        await using World world = await World.CreateAsync(servers);
        await ClaimOneAsync(world);
        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec { Paused = true } });
        await world.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.Paused));

        await world.ChangeAsync<ElementalMachine>("m1", machine => machine.Annotated(ClusterApiGroup.DeleteForMoveAnnotation));
        await world.DeleteAsync<ElementalMachine>("m1");
        await world.UntilGoneAsync<ElementalMachine>("m1");
        ElementalHost host = await world.ChangeAsync<ElementalHost>(
            world.HostName(), each => each.Annotated(ClusterApiGroup.DeleteForMoveAnnotation));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilGoneAsync<ElementalHost>(world.HostName());

        Assert.DoesNotContain(HostLabels.NeedsReset, host.Metadata.Labels!.Keys);
    }

    [Fact]
    public async Task A_machine_that_loses_its_host_before_it_is_provisioned_takes_another()
    {
        await using World world = await World.CreateAsync(servers);
        await ClaimOneAsync(world);
        await world.CreateHostAsync(2);

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, "ada: burnt down"));
        await world.DeleteAsync<ElementalHost>(world.HostName());

        ElementalMachine machine = await world.UntilAsync<ElementalMachine>("m1", each => each.Spec?.HostRef?.Name == world.HostName(2));
        Assert.Equal($"elemental://{world.Namespace}/{world.HostName(2)}", machine.Spec!.ProviderId);
    }

    private static async Task ClaimOneAsync(World world)
    {
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.HostWaitingForBootstrap);
    }

    private static bool IsProvisioned(ElementalMachine machine) => machine.Status?.Initialization?.Provisioned == true;

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;
}
