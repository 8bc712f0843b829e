using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Presence;

/// <summary>Hosts that come and go, on replicas with leases of their own.</summary>
public class PresenceWatchTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task A_host_that_goes_away_is_lost_after_a_while_and_found_when_it_is_back()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api, replicas: "lost-and-found");
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        await before.ReportAsync(Ready());
        ElementalHost known = await before.UntilAsync(host => host.Connection() is { Status: ConditionStatus.True });
        Assert.Equal("lost-and-found-0", known.Status!.ConnectedTo);

        await before.HangUpAsync();
        await before.EndAsync();
        ElementalHost lost = await PassUntilAsync(before, host => host.IsAway(), gateway);
        Condition ready = Conditions.Find(lost.Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.Unknown, Reasons.HostLost), (ready.Status, ready.Reason));

        using ConnectedHost after = before.ConnectAgain();
        await after.NextAsync();
        await after.ReportAsync(Ready());
        await PassUntilAsync(after, host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready), gateway);
    }

    [Fact]
    public async Task A_host_that_goes_to_another_replica_is_never_lost_and_its_old_stream_is_ended()
    {
        await using TestGateway one = await TestGateway.StartAsync(api, replicas: "two");
        using ConnectedHost before = await ConnectedHost.StartAsync(api, one);
        await before.ReportAsync(Ready());
        await before.UntilAsync(host => host.Connection() is not null);
        await using TestGateway two = await TestGateway.StartAsync(api, one.Clock, replicas: "two");
        bool wasLost = false;

        using ConnectedHost after = before.ConnectAgain(two);
        await after.NextAsync();
        await after.ReportAsync(Ready());
        await PassUntilAsync(
            after,
            host =>
            {
                wasLost |= host.IsAway();
                return host.Status?.ConnectedTo == "two-1";
            },
            one);

        Assert.False(wasLost);
        Assert.Contains("two-1", (await before.EndAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_starts_again_has_the_hosts_of_before_and_writes_nothing()
    {
        TestGateway one = await TestGateway.StartAsync(api, replicas: "restart");
        using ConnectedHost before = await ConnectedHost.StartAsync(api, one);
        await before.ReportAsync(Ready());
        string? version = (await before.UntilAsync(host => host.Connection() is not null)).Metadata.ResourceVersion;
        await before.HangUpAsync();
        await before.EndAsync();
        await one.StopAsync();

        await using TestGateway again = await TestGateway.StartAsync(api, one.Clock, replicas: "restart");
        using ConnectedHost after = before.ConnectAgain(again);
        await after.NextAsync();
        await after.ReportAsync(Ready());
        await PassAsync(TimeSpan.FromMinutes(10), again);

        Assert.Equal(version, (await after.GetAsync()).Metadata.ResourceVersion);
        await one.DisposeAsync();
    }

    [Fact]
    public async Task Hosts_of_a_replica_that_is_gone_for_good_are_given_up_by_the_one_that_leads()
    {
        TestGateway one = await TestGateway.StartAsync(api, replicas: "gone");
        await using TestGateway two = await TestGateway.StartAsync(api, one.Clock, replicas: "gone");
        using ConnectedHost host = await ConnectedHost.StartAsync(api, one);
        await host.ReportAsync(Ready());
        Assert.Equal("gone-0", (await host.UntilAsync(known => known.Connection() is not null)).Status!.ConnectedTo);
        // So that the second has a lease of its own, and does not take over the one that becomes free.
        await PassAsync(TimeSpan.FromSeconds(30), one);
        await host.HangUpAsync();
        await host.EndAsync();
        await one.StopAsync();
        await one.DisposeAsync();

        ElementalHost lost = await PassUntilAsync(host, known => known.IsAway(), two);

        Assert.Equal(("gone-0", Reasons.HostLost), (lost.Status!.ConnectedTo, lost.Connection()!.Reason));
    }

    /// <summary>Lets time pass in steps that leases outlive.</summary>
    private static async Task PassAsync(TimeSpan time, TestGateway gateway)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            gateway.Clock.Advance(TimeSpan.FromSeconds(1));
            await gateway.RenewedAsync();
        }
    }

    private static Task<ElementalHost> PassUntilAsync(ConnectedHost host, Func<ElementalHost, bool> condition, TestGateway gateway) =>
        host.UntilAsync(known =>
        {
            gateway.Clock.Advance(TimeSpan.FromSeconds(1));
            return condition(known);
        });
}
