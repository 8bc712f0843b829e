using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Controllers in front of an API server that refuses, forgets and falls silent.</summary>
public sealed class FaultTests(ApiServers servers) : IClassFixture<ApiServers>
{
    private const string Hosts = "elementalhosts";

    [Fact]
    public async Task A_server_that_asks_to_come_back_later_is_left_alone_until_then()
    {
        var clock = new ManualTimeProvider();
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        TimeSpan later = TimeSpan.FromSeconds(7);
        int refused = world.Faults.Add(new Fault
        {
            Kind = FaultKind.TooManyRequests, Verbs = ["patch"], Resource = Hosts, Client = World.Controllers, RetryAfter = later, Times = 1,
        });
        await world.StartControllersAsync(clock);
        await world.CreateMachineAsync("m1");
        await world.Faults.WhenHappenedAsync(refused).InTime();

        await clock.UntilTimerAsync(later);
        clock.Advance(later - TimeSpan.FromMilliseconds(1));
        Assert.Null((await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName())).Spec!.MachineRef);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Spec?.MachineRef?.Name == "m1");
    }

    [Fact]
    public async Task Watches_that_are_cut_are_resumed_without_listing_again()
    {
        await using World world = await World.CreateAsync(servers);
        await WaitForHostAsync(world);
        long lists = world.Requests("list", Hosts);

        world.Faults.CutWatches();
        await world.CreateHostAsync();

        await world.UntilAsync<ElementalMachine>("m1", IsClaimed);
        Assert.Equal(lists, world.Requests("list", Hosts));
    }

    [Fact]
    public async Task A_watch_that_says_nothing_any_more_is_noticed_and_replaced()
    {
        var clock = new ManualTimeProvider();
        await using World world = await World.CreateAsync(servers);
        int stale = world.Faults.Add(new Fault { Kind = FaultKind.StaleWatch, Resource = Hosts, Client = World.Controllers, Times = 1 });
        await WaitForHostAsync(world, clock);
        await world.Faults.WhenHappenedAsync(stale).InTime();

        await world.CreateHostAsync();
        await world.ChangeAsync<ElementalMachine>("m1", machine => machine.Annotated("nudged"));
        clock.Advance(new InformerOptions().IdleTimeout);

        await world.UntilAsync<ElementalMachine>("m1", IsClaimed);
    }

    [Fact]
    public async Task What_was_compacted_while_the_controllers_were_cut_off_is_listed()
    {
        await using World world = await World.CreateAsync(servers);
        await WaitForHostAsync(world);
        long lists = world.Requests("list", Hosts);
        int cutOff = world.Faults.Add(new Fault { Kind = FaultKind.LoseRequest, Verbs = ["watch"], Resource = Hosts, Client = World.Controllers });
        world.Faults.CutWatches();
        await world.Faults.WhenHappenedAsync(cutOff).InTime();

        await world.CreateHostAsync();
        world.Faults.Compact();
        world.Faults.Remove(cutOff);

        await world.UntilAsync<ElementalMachine>("m1", IsClaimed);
        Assert.Equal(lists + 1, world.Requests("list", Hosts));
    }

    [Fact]
    public async Task A_server_that_restarts_again_and_again_only_costs_time()
    {
        await using World world = await World.CreateAsync(servers);
        await WaitForHostAsync(world);

        for (int index = 1; index <= 5; index++)
        {
            world.Faults.Pause();
            world.Faults.CutWatches();
            world.Faults.Compact();
            world.Faults.Resume();
            await world.CreateHostAsync(index);
            await world.UntilAsync<ElementalMachine>($"m{index}", IsClaimed);
            await world.CreateMachineAsync($"m{index + 1}");
        }
    }

    /// <summary>Starts controllers with a machine for which there is no host, and waits until it says so.</summary>
    private static async Task WaitForHostAsync(World world, TimeProvider? clock = null)
    {
        await world.CreateClusterAsync();
        await world.StartControllersAsync(clock);
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.MissingAvailableHosts);
    }

    private static bool IsClaimed(ElementalMachine machine) => Reason(machine) == Reasons.HostWaitingForBootstrap;

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;
}
