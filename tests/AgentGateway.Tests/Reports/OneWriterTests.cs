using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using static ElementalProvider.AgentGateway.Tests.Support.SampleReports;

namespace ElementalProvider.AgentGateway.Tests.Reports;

public class OneWriterTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task What_a_host_said_before_an_outage_is_not_written_over_what_it_says_after_it()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        HostReport old = Ready().Saying(ConditionTypes.InstallationReady, "False", Reasons.InstallationFailed, "old news");
        network.IsDown = true;
        await before.ReportAsync(old);
        await network.ArrivedAsync();
        await before.HangUpAsync();
        await before.EndAsync();

        using ConnectedHost after = before.ConnectAgain();
        await after.NextAsync();
        network.IsDown = false;
        await after.ReportAsync(Ready());
        await after.UntilAsync(host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready));
        await after.HangUpAsync();
        await after.EndAsync();

        // The gateway ends when everything that it still means to write is written.
        Task stopping = gateway.StopAsync();
        while (!stopping.IsCompleted)
        {
            gateway.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stopping;
        Assert.True(Conditions.IsTrue((await after.GetAsync()).Status?.Conditions, ConditionTypes.InstallationReady));
    }
}
