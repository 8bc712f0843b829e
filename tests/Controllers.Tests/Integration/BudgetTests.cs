using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>What the controllers ask of the management API server. A server of its own: every request counts.</summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private const int Machines = 20;

    /// <summary>What one more machine costs that waits at every step: finalizer, no bootstrap data, no host, claim, its record, claimed.</summary>
    private const int LastMachineCosts = 6;

    private readonly ApiServers _servers = new();

    public Task InitializeAsync() => _servers.InitializeAsync();

    public Task DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task A_machine_costs_five_writes_and_an_idle_fleet_costs_nothing()
    {
        await using World world = await World.CreateAsync(_servers);
        await world.CreateClusterAsync();
        for (int index = 1; index <= Machines; index++)
        {
            await world.CreateHostAsync(index);
            await world.CreateNodeAsync(index);
        }

        await world.StartControllersAsync();
        await Task.WhenAll(Enumerable.Range(1, Machines).Select(index => world.CreateMachineAsync($"m{index}")));
        for (int index = 1; index <= Machines; index++)
        {
            ElementalMachine claimed = await world.UntilAsync<ElementalMachine>($"m{index}", IsClaimed);
            await world.ChangeAsync<ElementalHost>(claimed.Spec!.HostRef!.Name!, Bootstrapped);
        }

        for (int index = 1; index <= Machines; index++)
            await world.UntilAsync<ElementalMachine>($"m{index}", machine => machine.Status?.Initialization?.Provisioned == true);

        // Finalizer, host and provider ID, claim, claimed, provisioned.
        long patches = Patches();
        Assert.True(patches == 5 * Machines, string.Join(", ", Costs()));
        // Once for all who look within two seconds, however many machines there are.
        Assert.InRange(Costs()["get secrets"], 1, Machines);
        Assert.Equal(Machines, Costs()["create events"]);

        await WakeAllAsync(world);

        Assert.Equal(patches + LastMachineCosts, Patches());
    }

    /// <summary>
    /// Wakes every reconciler through objects that it only watches. Another machine that waits for an event of each kind, and so stands behind
    /// all others in the queue, tells when they are through.
    /// </summary>
    private static async Task WakeAllAsync(World world)
    {
        await world.CreateMachineAsync("last", dataSecretName: null);
        await world.UntilAsync<ElementalMachine>("last", machine => Reason(machine) == Reasons.MissingBootstrapSecret);

        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec { Paused = false } });
        for (int index = 1; index <= Machines; index++)
            await world.ChangeAsync<Machine>($"m{index}", machine => machine.Labelled("nudged"));
        await world.ChangeAsync<Machine>("last", machine => machine with
        {
            Spec = machine.Spec! with { Bootstrap = new MachineBootstrap { DataSecretName = "last-bootstrap" } },
        });
        await world.UntilAsync<ElementalMachine>("last", machine => Reason(machine) == Reasons.MissingAvailableHosts);

        for (int index = 1; index <= Machines; index++)
            await world.ChangeAsync<ElementalHost>(world.HostName(index), host => host.Annotated("nudged"));
        await world.CreateHostAsync(Machines + 1);
        await world.UntilAsync<ElementalMachine>("last", IsClaimed);
    }

    /// <summary>What the gateway makes of the host's word: with the label, moves need not wait any more.</summary>
    private static ElementalHost Bootstrapped(ElementalHost host)
    {
        ElementalHost labelled = host.Labelled(HostLabels.Bootstrapped);
        return labelled.WithMetadata(MoveBlock.On(labelled.Metadata, isNeeded: false));
    }

    private static bool IsClaimed(ElementalMachine machine) => Reason(machine) == Reasons.HostWaitingForBootstrap;

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;

    private long Patches() => Costs().Where(cost => cost.Key.StartsWith("patch ", StringComparison.Ordinal)).Sum(cost => cost.Value);

    private Dictionary<string, long> Costs() => _servers.Management.RequestCounts
        .Where(count => count.Key.Client == World.Controllers && count.Key.Verb is not ("watch" or "list"))
        .ToDictionary(count => $"{count.Key.Verb} {count.Key.Resource}", count => count.Value);
}
