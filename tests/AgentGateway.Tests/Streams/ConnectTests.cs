using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace ElementalProvider.AgentGateway.Tests.Streams;

public class ConnectTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task A_host_is_told_at_once_what_is_wanted_and_then_of_every_change()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        await host.ClaimAsync();
        HostDirective claimed = await host.NextAsync();
        await host.LabelAsync(HostLabels.NeedsReset, "true");
        HostDirective released = await host.NextAsync();

        Assert.True(claimed is { BootstrapAvailable: true, NeedsReset: false });
        Assert.Equal($"elemental://{host.Registration.Key.Namespace}/m-1", claimed.ProviderId);
        Assert.True(released is { BootstrapAvailable: false, NeedsReset: true });
    }

    [Fact]
    public async Task Changes_that_do_not_concern_the_host_are_not_sent()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        await host.LabelAsync("rack", "r2");
        await host.PatchAsync("""{"metadata":{"annotations":{"note":"hello"}}}""");
        await host.WantAsync("""{"osVersion":{"imageUri":"oci://x:v1"},"big":9007199254740993}""");

        HostDirective directive = await host.NextAsync();
        Assert.Equal("oci://x:v1", directive.OsVersion.Management.Fields["osVersion"].StructValue.Fields["imageUri"].StringValue);
        Assert.Contains("9007199254740993", directive.OsVersion.ManagementJson.ToStringUtf8(), StringComparison.Ordinal);
        Assert.True(directive.OsVersion.Apply);
        Assert.Equal(2, directive.Generation);
    }

    [Fact]
    public async Task A_report_that_is_too_large_ends_the_stream_with_a_sentence_and_a_time_to_come_back()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        try
        {
            await host.ReportAsync(SampleReports.Ready().Knowing("big", new string('x', 300 * 1024)));
        }
        catch (RpcException)
        {
            // The answer may be there before all of it is said.
        }

        Status end = await host.EndAsync();

        Assert.Equal(
            (StatusCode.ResourceExhausted, $"a report of the ElementalHost {host.Registration.Key.Namespace}/m-1 is not taken: it is larger than the 256 KiB that are taken; its facts or messages must become fewer"),
            (end.StatusCode, end.Detail));
    }

    [Fact]
    public async Task A_host_that_reports_without_end_is_heard_at_a_steady_pace_also_when_it_connects_again()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        long heard = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "elemental_gateway_reports_total" && ReferenceEquals(instrument.Meter.Scope, gateway.Meters))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref heard, count));
        listener.Start();

        // What is not taken may fill up the way there.
        Task saying = SayAsync(host, from: 0, 2 * ReportPaces.Burst);
        await Eventually.SeesAsync(() => Task.FromResult(Interlocked.Read(ref heard)), count => count == ReportPaces.Burst, count => $"{count} heard");
        // A change comes back to the host on the same stream meanwhile.
        await host.ClaimAsync();
        await host.NextAsync();
        using ConnectedHost again = host.ConnectAgain();
        await again.NextAsync();
        Assert.Equal(StatusCode.Aborted, (await host.EndAsync()).StatusCode);
        await saying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Task sayingAgain = SayAsync(again, from: 1000, ReportPaces.Burst / 2);
        await again.WantAsync("""{"imageUri":"registry.example/os:2"}""");
        await again.NextAsync();
        Assert.Equal(ReportPaces.Burst, Interlocked.Read(ref heard));

        await Eventually.SeesAsync(
            async () =>
            {
                // Reports are taken as time passes, and written a while after the last of them.
                gateway.Clock.Advance(TimeSpan.FromSeconds(1));
                return await again.GetAsync();
            },
            seen => seen.Status?.Facts?.GetValueOrDefault("step") == $"{1000 + (ReportPaces.Burst / 2) - 1}",
            seen => $"{Interlocked.Read(ref heard)} heard, {seen.Metadata.ResourceVersion}");
        await sayingAgain;

        static async Task SayAsync(ConnectedHost host, int from, int count)
        {
            for (int i = from; i < from + count; i++)
                await host.ReportAsync(SampleReports.Ready().Knowing("step", $"{i}"));
        }
    }

    [Fact]
    public async Task The_newest_stream_of_a_host_replaces_the_older_one()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost older = await ConnectedHost.StartAsync(api, gateway);

        using ConnectedHost newer = older.ConnectAgain();
        await newer.NextAsync();

        Assert.Equal(StatusCode.Aborted, (await older.EndAsync()).StatusCode);
        await newer.ClaimAsync();
        Assert.True((await newer.NextAsync()).BootstrapAvailable);
    }

    [Fact]
    public async Task The_stream_of_a_host_that_is_gone_ends()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        await host.PatchAsync("""{"metadata":{"finalizers":null}}""");
        await api.Client.Resource<ElementalHost>().DeleteAsync(host.Registration.Key.Namespace, "m-1");

        Assert.Equal(StatusCode.NotFound, (await host.EndAsync()).StatusCode);
        using ConnectedHost late = host.ConnectAgain();
        Assert.Equal(StatusCode.NotFound, (await late.EndAsync()).StatusCode);
    }

    [Fact]
    public async Task A_host_whose_key_was_replaced_no_longer_speaks_for_itself()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        TestAgent other = new(gateway, host.Registration, "m-1");

        await host.PatchAsync(new JsonObject { ["spec"] = new JsonObject { ["pubKey"] = other.PublicKey } }.ToJsonString());

        Assert.Equal(StatusCode.Unauthenticated, (await host.EndAsync()).StatusCode);
    }

    [Fact]
    public async Task A_host_cannot_connect_with_the_key_of_another()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        using AsyncDuplexStreamingCall<HostReport, HostDirective> thief = new TestAgent(gateway, host.Registration, "m-1").Connect();

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => thief.ResponseStream.MoveNext(CancellationToken.None).InTime());

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Fact]
    public async Task I5_A_host_is_told_to_wipe_itself_although_its_registration_is_gone()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await api.Client.Resource<ElementalRegistration>().DeleteAsync(host.Registration.Key.Namespace, "reg");
        await host.PatchAsync(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [HostLabels.NeedsReset] = "true" } } }.ToJsonString());
        while (!(await host.NextAsync()).NeedsReset)
        {
            // How the registration is reached is told as well, until it is gone.
        }

        using ConnectedHost rebooted = host.ConnectAgain();

        Assert.True((await rebooted.NextAsync()).NeedsReset);
    }

    [Fact]
    public async Task I3_A_paused_Cluster_holds_a_reset_back_until_it_goes_on()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        IResourceClient<Cluster> clusters = api.Client.Resource<Cluster>();
        await clusters.CreateAsync(new Cluster
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = host.Registration.Key.Namespace, Name = "c1" },
            Spec = new ClusterSpec { Paused = true },
        });
        await host.LabelAsync(ClusterApiGroup.ClusterNameLabel, "c1");
        await host.PatchAsync("""{"spec":{"machineRef":{"kind":"ElementalMachine","name":"em-1"}}}""");
        Assert.False((await host.NextAsync()).NeedsReset);
        await host.LabelAsync(HostLabels.NeedsReset, "true");
        // Sent after the label was seen, and still without a reset.
        await host.PatchAsync("""{"spec":{"osVersionManagement":{"v":1}}}""");
        HostDirective paused = await host.NextAsync();

        await clusters.PatchAsync(host.Registration.Key.Namespace, "c1", Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["paused"] = false } }));
        HostDirective resumed = await host.NextAsync();

        Assert.True(paused is { NeedsReset: false, OsVersion.Apply: false });
        Assert.True(resumed.NeedsReset);
    }

    [Fact]
    public async Task A_replica_that_stops_sends_its_hosts_elsewhere()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        Task stopping = gateway.StopAsync();
        HostDirective farewell = await host.NextAsync();
        await host.HangUpAsync();
        Status end = await host.EndAsync();

        Assert.True(farewell.ReconnectAfter.ToTimeSpan() > TimeSpan.Zero);
        Assert.Equal(StatusCode.OK, end.StatusCode);
        await stopping.InTime();
    }

    [Fact]
    public async Task A_replica_that_stops_hangs_up_on_a_host_that_does_not()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        Task stopping = gateway.StopAsync();
        await host.NextAsync();
        await gateway.Clock.AdvanceToTimerAsync(GatewayLifecycle.FarewellTimeout).InTime();
        await host.EndAsync();
        host.Dispose();

        await stopping.InTime();
    }

    [Fact]
    public async Task A_replica_whose_caches_are_empty_asks_for_patience()
    {
        await using TestGateway ready = await TestGateway.StartAsync(api);
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), ready.Clock);
        using StalledNetwork network = new();
        await using TestGateway starting = await TestGateway.StartAsync(api, ready.Clock, network, waitUntilReady: false);

        RpcException answer = await Assert.ThrowsAsync<RpcException>(() => new TestAgent(starting, registration, "m-1").RegisterAsync());

        Assert.Equal(StatusCode.Unavailable, answer.StatusCode);
        Assert.Equal("2", answer.Trailers.GetValue("retry-after"));
        Assert.Equal(2, answer.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.Seconds);
    }
}
