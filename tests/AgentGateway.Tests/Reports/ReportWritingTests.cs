using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Testing.Time;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class ReportWritingTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    private static readonly TimeSpan Settle = new AgentGatewayOptions().SettleTime;

    [Fact]
    public async Task A_host_that_installs_quickly_is_ready_after_three_requests()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        await host.ReportAsync(new HostReport { Phase = HostPhase.FinalizingRegistration });
        await host.ReportAsync(new HostReport { Phase = HostPhase.Installing });
        await host.ReportAsync(Installed());
        ElementalHost ready = await host.UntilAsync(IsReady);

        Assert.Equal("true", ready.Metadata.Labels![HostLabels.Installed]);
        Assert.Equal(HostPhase.Running, ready.Status!.Phase);
        Assert.Equal(1, gateway.Requests["create elementalhosts"]);
        Assert.Equal(2, gateway.Requests["patch elementalhosts"] + gateway.Requests.GetValueOrDefault("patch elementalhosts/status"));
        Assert.False(gateway.Requests.ContainsKey("get elementalhosts"));
    }

    [Fact]
    public async Task Quick_phases_settle_into_one_write()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        foreach (string phase in (string[])[HostPhase.Registering, HostPhase.FinalizingRegistration, HostPhase.Installing, HostPhase.TriggeringReset])
            await host.ReportAsync(new HostReport { Phase = phase, BootId = "b1" });
        await host.HangUpAsync();
        await host.EndAsync();
        await gateway.Clock.AdvanceToTimerAsync(Settle).InTime();
        await host.UntilAsync(seen => seen.Status?.Phase == HostPhase.TriggeringReset);

        Assert.Equal(1, Patches(gateway));
    }

    [Fact]
    public async Task A_phase_that_ends_is_counted_with_its_length()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        ConcurrentQueue<(object? Phase, double Seconds)> ended = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, mine) =>
        {
            if (instrument.Name == "elemental_host_phase_seconds" && ReferenceEquals(instrument.Meter.Scope, gateway.Meters))
                mine.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => ended.Enqueue((tags[0].Value, seconds)));
        listener.Start();

        await host.ReportAsync(new HostReport { Phase = HostPhase.Installing, BootId = "b1" });
        await gateway.Clock.AdvanceToTimerAsync(Settle).InTime();
        await host.UntilAsync(seen => seen.Status?.Phase == HostPhase.Installing);
        gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.ReportAsync(Installed());
        await host.UntilAsync(seen => seen.Status?.Phase == HostPhase.Running);
        await Eventually.TrueAsync(() => Task.FromResult(!ended.IsEmpty));

        (object? phase, double seconds) = Assert.Single(ended);
        Assert.Equal(HostPhase.Installing, phase);
        Assert.InRange(seconds, 300, 301);
    }

    [Fact]
    public async Task I6_Repeated_reports_write_nothing()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await host.ReportAsync(Installed());
        ElementalHost before = await host.UntilAsync(IsReady);
        long patches = Patches(gateway);

        for (int i = 0; i < 10; i++)
            await host.ReportAsync(Installed());
        using ConnectedHost again = host.ConnectAgain();
        await again.ReportAsync(Installed() with { ObservedGeneration = 0 });
        // A report that does change something is written after all those before it were looked at.
        await again.ReportAsync(Installed() with { Bootstrapped = true });
        ElementalHost after = await again.UntilAsync(seen => seen.Metadata.Labels!.ContainsKey(HostLabels.Bootstrapped));

        Assert.Equal(patches + 1, Patches(gateway));
        Assert.Equal(before.Status!.Phase, after.Status!.Phase);
    }

    [Fact]
    public async Task While_a_write_is_on_its_way_the_newest_report_replaces_those_before_it()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        network.Hold();
        await host.ReportAsync(Installed());
        await network.ArrivedAsync();
        for (int i = 0; i < 50; i++)
            await host.ReportAsync(Installed().Knowing("step", $"{i}"));

        await host.HangUpAsync();
        await host.EndAsync();
        network.Release();
        await gateway.Clock.AdvanceToTimerAsync(Settle).InTime();
        await host.UntilAsync(seen => seen.Status?.Facts?.GetValueOrDefault("step") == "49");

        Assert.InRange(Patches(gateway), 2, 3);
    }

    [Fact]
    public async Task A_write_of_somebody_else_in_between_is_neither_lost_nor_in_the_way()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        network.Hold();
        await host.ReportAsync(Installed());
        await network.ArrivedAsync();
        await host.ClaimAsync();
        network.Release();
        ElementalHost after = await host.UntilAsync(seen => seen.Metadata.Labels!.ContainsKey(HostLabels.Installed) && seen.Status?.Phase is not null);

        Assert.NotNull(after.Spec!.MachineRef);
        Assert.Equal(HostPhase.Running, after.Status!.Phase);
    }

    [Fact]
    public async Task Ready_waits_for_the_host_to_answer_a_newer_spec()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await host.ReportAsync(Installed());
        await host.UntilAsync(IsReady);

        await host.WantAsync("""{"v":1}""");
        Wire.HostDirective directive = await host.NextAsync();
        Assert.Equal(1, Conditions.Find((await host.GetAsync()).Status!.Conditions, ConditionTypes.Ready)!.ObservedGeneration);
        await host.ReportAsync(Installed() with { ObservedGeneration = directive.Generation, OsVersionHash = directive.OsVersion.Hash });
        await gateway.Clock.AdvanceToTimerAsync(Settle).InTime();

        ElementalHost after = await host.UntilAsync(seen => seen.Status!.ObservedGeneration == directive.Generation);
        Assert.Equal(directive.Generation, Conditions.Find(after.Status!.Conditions, ConditionTypes.Ready)!.ObservedGeneration);
    }

    [Fact]
    public async Task Whoever_sees_done_sees_the_version_proved_too()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        HostReport serving = Installed() with { Bootstrapped = true };
        await host.ReportAsync(serving);
        await host.UntilAsync(IsReady);

        await host.WantAsync("""{"v":2}""", HostLabels.InPlaceUpdatePending);
        Wire.HostDirective directive = await host.NextAsync();
        // That it serves without being claimed is told before.
        while (directive.OsVersion is null)
            directive = await host.NextAsync();
        await host.ReportAsync(serving with { ObservedGeneration = directive.Generation, OsVersionHash = directive.OsVersion.Hash });
        await gateway.Clock.AdvanceToTimerAsync(Settle).InTime();
        ElementalHost done = await host.UntilAsync(seen => seen.Metadata.Labels![HostLabels.InPlaceUpdate] == HostLabels.InPlaceUpdateDone);

        Assert.True(directive.OsVersion.Apply);
        Assert.True(IsReady(done));
        Assert.Equal(done.Metadata.Generation, Conditions.Find(done.Status!.Conditions, ConditionTypes.Ready)!.ObservedGeneration);
        Assert.Equal(directive.OsVersion.Hash, done.Status.Facts![FactNames.OsVersionHash]);
        Assert.Equal(OperationPhase.Succeeded, done.Status.Operation?.Phase);
        Assert.Equal($"{directive.Operation.Id}/1", done.Metadata.Annotations![HostAnnotations.InPlaceUpdateAnswered]);
    }

    [Fact]
    public async Task The_last_words_of_a_host_that_reboots_are_written()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);

        network.Hold();
        await host.ReportAsync(Installed());
        await network.ArrivedAsync();
        host.Dispose();
        Task stopping = gateway.StopAsync();
        network.Release();
        await stopping.InTime();

        Assert.True(IsReady(await host.GetAsync()));
    }

    private static long Patches(TestGateway gateway) =>
        gateway.Requests.Where(request => request.Key.StartsWith("patch ", StringComparison.Ordinal)).Sum(request => request.Value);

    private static bool IsReady(ElementalHost host) => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready);

    private static HostReport Installed() => SampleReports.Ready(bootId: "b1");
}
