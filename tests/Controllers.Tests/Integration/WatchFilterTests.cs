using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Two instances of the provider that share a namespace by the watch filter.</summary>
public sealed class WatchFilterTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task B9_A_machine_claims_only_a_host_that_its_own_instance_looks_after()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, (ClusterApiGroup.WatchFilterLabel, "other"));
        await world.StartControllersAsync(watchFilter: "mine");
        await world.CreateMachineAsync("m1");
        await world.ChangeAsync<ElementalMachine>("m1", machine => machine.Labelled(ClusterApiGroup.WatchFilterLabel, "mine"));

        ElementalMachine waiting = await world.UntilAsync<ElementalMachine>(
            "m1", machine => Conditions.Find(machine.Status?.Conditions, ConditionTypes.AssociationReady)?.Reason == Reasons.MissingAvailableHosts);
        await world.CreateHostAsync(2, (ClusterApiGroup.WatchFilterLabel, "mine"));
        ElementalMachine claimed = await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef is not null);

        Assert.Contains("there is no host in the namespace", Conditions.Find(waiting.Status!.Conditions, ConditionTypes.AssociationReady)!.Message, StringComparison.Ordinal);
        Assert.Equal(world.HostName(2), claimed.Spec!.HostRef!.Name);
        Assert.Null((await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName(1))).Spec?.MachineRef);
    }
}
