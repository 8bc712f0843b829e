using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>What many machines that wait for hosts cost. A server of its own: every request counts.</summary>
public sealed class WaitingBudgetTests : IAsyncLifetime
{
    private const int Machines = 12;

    private readonly ApiServers _servers = new();

    public Task InitializeAsync() => _servers.InitializeAsync();

    public Task DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task I6_Hosts_that_come_one_by_one_cost_their_own_machine_a_write_and_no_other()
    {
        await using World world = await World.CreateAsync(_servers);
        await world.CreateClusterAsync();
        await world.StartControllersAsync(clock: new ManualTimeProvider(Given.Now));
        await Task.WhenAll(Enumerable.Range(1, Machines).Select(index => world.CreateMachineAsync($"m{index}")));
        for (int index = 1; index <= Machines; index++)
            await world.UntilAsync<ElementalMachine>($"m{index}", machine => Reason(machine) == Reasons.MissingAvailableHosts);
        Assert.Equal(2 * Machines, MachineWrites());

        for (int index = 1; index <= Machines; index++)
        {
            await world.CreateHostAsync(index);
            ElementalHost claimed = await world.UntilAsync<ElementalHost>(world.HostName(index), host => host.Spec?.MachineRef is not null);
            await world.UntilAsync<ElementalMachine>(
                claimed.Spec!.MachineRef!.Name!, machine => Reason(machine) == Reasons.HostWaitingForBootstrap);

            // All of them look again; what they would count is different now.
            await Task.WhenAll(Enumerable.Range(1, Machines).Select(each =>
                world.ChangeAsync<Machine>($"m{each}", owner => owner.Labelled("nudged", $"{index}"))));
        }

        // Finalizer and wait before; now host and progress. All of them together, every time a host comes, would be n times n.
        Assert.Equal(4 * Machines, MachineWrites());
    }

    private long MachineWrites() => _servers.Management.RequestCounts
        .Where(count => count.Key is { Client: World.Controllers, Verb: "patch", Resource: "elementalmachines" })
        .Sum(count => count.Value);

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;
}
