using System.Text.Json.Nodes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Scenarios;
using ElementalProvider.LoadGenerator.Tests.Support;

namespace ElementalProvider.LoadGenerator.Tests.IdleFleets;

/// <summary>What a fleet costs that has nothing to do: nothing. Leader election, whose lease is renewed all the time, is off.</summary>
public class IdleFleetTests
{
    private const int Hosts = 50;
    private const int Machines = 10;

    [Fact]
    public async Task An_idle_fleet_writes_nothing_in_ten_minutes_and_hears_at_once_what_is_asked_of_it()
    {
        await using ManagedFleet world = await ManagedFleet.StartAsync(Hosts);
        await AssembleAsync(world);
        await ProvisionAsync(world);
        string[] claimed = await LeaveThingsOpenAsync(world);
        await world.CalmAsync();
        IReadOnlyDictionary<string, long> before = world.Writes;
        Assert.True(before["create elementalhosts"] == Hosts, Text(before));

        await world.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));

        Assert.Equal(Text(before), Text(world.Writes));
        await ProveAliveAsync(world, world.Fleet.Agents.First(agent => !agent.IsBootstrapped));
        // The operation is stored, and one report says that the version runs. A status counts with its resource.
        Assert.Equal(Text(before, "patch elementalhosts", more: 2), Text(world.Writes));
        Assert.All(claimed, name => Assert.Contains(world.Fleet.Agents, agent => agent.Name == name && agent.IsBootstrapped));
    }

    private static async Task AssembleAsync(ManagedFleet world)
    {
        await world.SettleAsync(world.Fleet.EachAsync(TimeSpan.Zero, async agent =>
        {
            await agent.RegisterAsync(CancellationToken.None);
            return await agent.ConnectAsync(CancellationToken.None);
        }, CancellationToken.None));
        await world.UntilAsync<ElementalHost>(Hosts, host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready));
    }

    /// <summary>Some hosts serve a cluster; one more machine wants a host that does not exist.</summary>
    private static async Task ProvisionAsync(ManagedFleet world)
    {
        MachineSet machines = new(world.Context, Machines);
        await world.SettleAsync(machines.PrepareAsync(world.Workload.Kubeconfig, CancellationToken.None));
        await world.SettleAsync(machines.CreateAsync(_ => { }, CancellationToken.None));
        await world.UntilAsync<ElementalMachine>(Machines, machine => machine.Status?.Initialization?.Provisioned == true);

        V1LabelSelector nowhere = new() { MatchLabels = new Dictionary<string, string> { ["rack"] = "none" } };
        MachineSet waiting = new(world.Context with { Prefix = "waiting" }, 1, nowhere);
        await world.SettleAsync(waiting.PrepareAsync(world.Workload.Kubeconfig, CancellationToken.None));
        await world.SettleAsync(waiting.CreateAsync(_ => { }, CancellationToken.None));
        await world.UntilAsync<ElementalMachine>(
            1, machine => Conditions.Find(machine.Status?.Conditions, ConditionTypes.AssociationReady)?.Reason == Reasons.MissingAvailableHosts);
    }

    /// <summary>One update is allowed that nobody asks for, and one version did not come up.</summary>
    private static async Task<string[]> LeaveThingsOpenAsync(ManagedFleet world)
    {
        string[] claimed = [.. world.Fleet.Agents.Where(agent => agent.IsBootstrapped).Select(agent => agent.Name)];
        Assert.Equal(Machines, claimed.Length);
        await world.SettleAsync(world.PatchHostAsync(claimed[0], new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [HostLabels.InPlaceUpdate] = HostLabels.InPlaceUpdatePending } },
        }));

        SimulatedAgent unlucky = world.Fleet.Agents.Last(agent => !agent.IsBootstrapped);
        unlucky.RollsBack();
        await world.SettleAsync(world.PatchHostAsync(unlucky.Name, Wanting("v2")));
        await world.UntilHostAsync(
            unlucky.Name, host => Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady)?.Reason == Reasons.RolledBack);
        return claimed;
    }

    private static async Task ProveAliveAsync(ManagedFleet world, SimulatedAgent agent)
    {
        Task<long> heard = agent.Inbox.NextAsync(directive => directive.OsVersion is { Apply: true });
        await world.PatchHostAsync(agent.Name, Wanting("v3"));
        await world.SettleAsync(heard);
        await world.UntilHostAsync(
            agent.Name, host => Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady)?.Reason == Reasons.OSVersionReconciled);
    }

    private static JsonObject Wanting(string version) =>
        new() { ["spec"] = new JsonObject { ["osVersionManagement"] = new JsonObject { ["osVersion"] = version } } };

    private static string Text(IReadOnlyDictionary<string, long> writes, string? of = null, int more = 0) => string.Join(
        '\n', writes.OrderBy(write => write.Key, StringComparer.Ordinal).Select(write => $"{write.Key}: {write.Value + (write.Key == of ? more : 0)}"));
}
