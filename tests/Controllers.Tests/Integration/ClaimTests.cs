using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.Testing.Time;
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
        string before = await PrepareAsync(world, hosts);
        await Task.WhenAll(world.StartControllersAsync(), world.StartControllersAsync());

        await CreateMachinesAsync(world);

        await AssertClaimsAsync(world, hosts, before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task I1_I7_Lost_requests_and_lost_answers_leave_no_host_behind(int seed)
    {
        await using World world = await World.CreateAsync(servers);
        string before = await PrepareAsync(world, Machines + 4);
        world.Faults.Seed(seed);
        Fault lost = OfControllers(FaultKind.LoseAnswer) with { Share = 0.15 };
        int answers = world.Faults.Add(lost);
        int requests = world.Faults.Add(lost with { Kind = FaultKind.LoseRequest });
        await world.StartControllersAsync();

        await CreateMachinesAsync(world);

        await AssertClaimsAsync(world, Machines + 4, before);
        Assert.All((int[])[answers, requests], id => Assert.True(Happened(world, id) > 2, "too few were lost: the test shows nothing"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task I1_Answers_to_claims_that_are_lost_never_lead_to_a_second_host(int seed)
    {
        await using World world = await World.CreateAsync(servers);
        string before = await PrepareAsync(world, Machines + 4);
        world.Faults.Seed(seed);
        // The host in the machine, and the machine in the host: both halves of every claim are in doubt at least once.
        int inMachine = world.Faults.Add(OfControllers(FaultKind.LoseAnswer) with { Resource = "elementalmachines", Share = 0.5, Times = Machines });
        int inHost = world.Faults.Add(OfControllers(FaultKind.LoseAnswer) with { Resource = "elementalhosts", Share = 0.5, Times = Machines });
        await world.StartControllersAsync();

        await CreateMachinesAsync(world);

        await AssertClaimsAsync(world, Machines + 4, before);
        Assert.All((int[])[inMachine, inHost], id => Assert.True(Happened(world, id) > 5, "too few were lost: the test shows nothing"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task I1_A_storm_of_conflicts_ends_in_the_same_claims(int seed)
    {
        await using World world = await World.CreateAsync(servers);
        string before = await PrepareAsync(world, Machines);
        world.Faults.Seed(seed);
        int conflicts = world.Faults.Add(OfControllers(FaultKind.Conflict) with { Share = 0.6 });
        await Task.WhenAll(world.StartControllersAsync(), world.StartControllersAsync());

        await CreateMachinesAsync(world);

        await AssertClaimsAsync(world, Machines, before);
        Assert.True(Happened(world, conflicts) > Machines, "too few conflicts: the test shows nothing");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(41)]
    public async Task I1_I7_Controllers_that_are_killed_in_the_middle_are_succeeded_without_a_trace(int writes)
    {
        await using World world = await World.CreateAsync(servers);
        string before = await PrepareAsync(world, Machines + 4);

        // One write more is done without an answer, and nothing gets through any more: to the server that is what a killed process looks like.
        Fault last = OfControllers(FaultKind.LoseAnswer) with { After = writes, Times = 1 };
        world.Faults.Add(last);
        int silence = world.Faults.Add(last with { Kind = FaultKind.LoseRequest, Times = null });
        IHost doomed = await world.StartControllersAsync();
        await CreateMachinesAsync(world);
        await world.Faults.WhenHappenedAsync(silence).InTime();
        await world.StopControllersAsync(doomed);
        world.Faults.Clear();

        await world.StartControllersAsync();

        await AssertClaimsAsync(world, Machines + 4, before);
    }

    [Fact]
    public async Task I1_A_server_that_hangs_in_the_middle_of_claims_changes_nothing_about_them()
    {
        await using World world = await World.CreateAsync(servers);
        string before = await PrepareAsync(world, Machines);
        int middle = world.Faults.Add(OfControllers(FaultKind.LoseAnswer) with { After = Machines, Times = 1 });
        await world.StartControllersAsync();
        await CreateMachinesAsync(world);
        await world.Faults.WhenHappenedAsync(middle).InTime();

        world.Faults.Pause();
        Task<ElementalMachine> asked = world.Client.Resource<ElementalMachine>().GetAsync(world.Namespace, "m0");
        Assert.False(asked.IsCompleted);
        world.Faults.Resume();

        await asked;
        await AssertClaimsAsync(world, Machines, before);
    }

    private static Fault OfControllers(FaultKind kind) => new() { Kind = kind, Verbs = ["patch"], Client = World.Controllers };

    /// <summary>How often a fault has happened; as often as it could where it is over.</summary>
    private static int Happened(World world, int id) => world.Faults.Active.SingleOrDefault(fault => fault.Id == id)?.Happened ?? int.MaxValue;

    private static async Task CreateMachinesAsync(World world) =>
        await Task.WhenAll(Enumerable.Range(0, Machines).Select(index => world.CreateMachineAsync($"m{index}")));

    /// <summary>Creates the cluster and its hosts.</summary>
    /// <returns>The version of the hosts before any of them is claimed.</returns>
    private static async Task<string> PrepareAsync(World world, int hosts)
    {
        await world.CreateClusterAsync();
        await Task.WhenAll(Enumerable.Range(1, hosts).Select(index => world.CreateHostAsync(index)));
        return (await world.Client.Resource<ElementalHost>().ListAsync(world.Namespace)).ResourceVersion();
    }

    /// <summary>The claims as they are once quiet, and as they were all along.</summary>
    private static async Task AssertClaimsAsync(World world, int hosts, string before)
    {
        int expected = Math.Min(Machines, hosts);
        for (int index = 0; index < Machines; index++)
            await world.UntilAsync<ElementalMachine>($"m{index}", machine => IsQuiet(machine));

        IList<ElementalMachine> machines = (await world.Client.Resource<ElementalMachine>().ListAsync(world.Namespace)).Items;
        IList<ElementalHost> all = (await world.Client.Resource<ElementalHost>().ListAsync(world.Namespace)).Items;
        Dictionary<string, string> byMachine = machines
            .Where(machine => machine.Spec?.HostRef is not null)
            .ToDictionary(machine => machine.Metadata.Name!, machine => machine.Spec!.HostRef!.Name!);
        Dictionary<string, string> byHost = all
            .Where(host => host.Spec?.MachineRef is not null)
            .ToDictionary(host => host.Spec!.MachineRef!.Name!, host => host.Metadata.Name!);

        Assert.Equal(expected, byMachine.Count);
        Assert.Equal(byMachine.OrderBy(pair => pair.Key, StringComparer.Ordinal), byHost.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(expected, byMachine.Values.Distinct().Count());
        await AssertNeverTwoHostsAsync(world, before);
    }

    /// <summary>Goes through everything that happened to hosts: none ever served two machines, and no machine ever had two.</summary>
    private static async Task AssertNeverTwoHostsAsync(World world, string before)
    {
        const int Last = 900;
        ElementalHost last = await world.CreateHostAsync(Last);
        var machines = new Dictionary<string, string>();
        using Patience patience = new();
        await foreach (WatchEvent<ElementalHost> change in world.Client.Resource<ElementalHost>().WatchAsync(
            world.Namespace, new WatchOptions { ResourceVersion = before }, patience.Over))
        {
            patience.See(change.Object.Metadata.ResourceVersion);
            string host = change.Object.Metadata.Name!;
            if (host == last.Metadata.Name)
                return;
            if (change.Object.Spec?.MachineRef?.Name is not { } machine)
                continue;
            Assert.Equal(machine, machines.GetValueOrDefault(host, machine));
            machines[host] = machine;
            Assert.Single(machines.Values, each => each == machine);
        }

        Assert.Fail("the watch ended before everything was seen");
    }

    private static bool IsQuiet(ElementalMachine machine) =>
        Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready) is { } ready
        && (ready.Reason == Reasons.HostWaitingForBootstrap
            || (ready.Reason == Reasons.MissingAvailableHosts && ready.Message.Contains("claimed", StringComparison.Ordinal)));
}
