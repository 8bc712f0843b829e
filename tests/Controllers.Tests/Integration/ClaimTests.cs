using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>I1: a host has at most one consumer, a machine at most one host, and both sides agree once quiet.</summary>
public sealed class ClaimTests(ApiServers servers) : IClassFixture<ApiServers>
{
    private const int Machines = 24;

    [Theory]
    [InlineData(30)]
    [InlineData(16)]
    public async Task I1_Two_replicas_that_both_reconcile_never_share_a_host(int hosts)
    {
        await using World world = await World.CreateAsync(servers);
        await PrepareAsync(world, hosts);
        await Task.WhenAll(world.StartControllersAsync(), world.StartControllersAsync());

        await Task.WhenAll(Enumerable.Range(0, Machines).Select(index => world.CreateMachineAsync($"m{index}")));

        await AssertClaimsAsync(world, hosts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task I1_I7_Lost_requests_and_lost_answers_leave_no_host_behind(int seed)
    {
        await using World world = await World.CreateAsync(servers);
        await PrepareAsync(world, Machines + 4);
        LossyNetwork? network = null;
        await world.StartControllersAsync(inner => network = new LossyNetwork(inner, seed, loss: 0.3, IsWrite));

        await Task.WhenAll(Enumerable.Range(0, Machines).Select(index => world.CreateMachineAsync($"m{index}")));

        await AssertClaimsAsync(world, Machines + 4);
        Assert.True(network!.Lost > 5, $"only {network.Lost} writes were lost: the test shows nothing");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task I1_I7_Controllers_that_are_killed_in_the_middle_are_succeeded_without_a_trace(int seed)
    {
        await using World world = await World.CreateAsync(servers);
        await PrepareAsync(world, Machines + 4);

        // From some write on nothing gets through any more: to the server that is what a killed process looks like.
        int left = 5 + (seed * 3);
        IHost doomed = await world.StartControllersAsync(inner => new LossyNetwork(
            inner, seed, loss: 1, request => IsWrite(request) && Interlocked.Decrement(ref left) < 0));
        await Task.WhenAll(Enumerable.Range(0, Machines).Select(index => world.CreateMachineAsync($"m{index}")));
        await world.UntilAsync<ElementalMachine>("m0", _ => Volatile.Read(ref left) < 0);
        await world.StopControllersAsync(doomed);

        await world.StartControllersAsync();

        await AssertClaimsAsync(world, Machines + 4);
    }

    private static bool IsWrite(HttpRequestMessage request) =>
        request.Method == HttpMethod.Patch && request.RequestUri!.AbsolutePath.Contains("/elemental", StringComparison.Ordinal);

    private static async Task PrepareAsync(World world, int hosts)
    {
        await world.CreateClusterAsync();
        await Task.WhenAll(Enumerable.Range(1, hosts).Select(index => world.CreateHostAsync(index)));
    }

    private static async Task AssertClaimsAsync(World world, int hosts)
    {
        int expected = Math.Min(Machines, hosts);
        for (int index = 0; index < Machines; index++)
            await world.UntilAsync<ElementalMachine>($"m{index}", machine => IsQuiet(machine));

        IReadOnlyList<ElementalMachine> machines = (await world.Client.Resource<ElementalMachine>().ListAsync(world.Namespace)).Items;
        IReadOnlyList<ElementalHost> all = (await world.Client.Resource<ElementalHost>().ListAsync(world.Namespace)).Items;
        Dictionary<string, string> byMachine = machines
            .Where(machine => machine.Spec?.HostRef is not null)
            .ToDictionary(machine => machine.Metadata.Name!, machine => machine.Spec!.HostRef!.Name!);
        Dictionary<string, string> byHost = all
            .Where(host => host.Spec?.MachineRef is not null)
            .ToDictionary(host => host.Spec!.MachineRef!.Name!, host => host.Metadata.Name!);

        Assert.Equal(expected, byMachine.Count);
        Assert.Equal(byMachine.OrderBy(pair => pair.Key, StringComparer.Ordinal), byHost.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(expected, byMachine.Values.Distinct().Count());
    }

    private static bool IsQuiet(ElementalMachine machine) =>
        Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready) is { } ready
        && (ready.Reason == Reasons.HostWaitingForBootstrap
            || (ready.Reason == Reasons.MissingAvailableHosts && ready.Message.Contains("claimed", StringComparison.Ordinal)));
}
