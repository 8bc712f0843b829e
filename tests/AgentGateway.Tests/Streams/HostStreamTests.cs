using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Directives;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.ControllerRuntime;
using Microsoft.Extensions.Logging.Abstractions;
using static ElementalProvider.AgentGateway.Tests.Support.SampleObjects;

namespace ElementalProvider.AgentGateway.Tests.Streams;

public class HostStreamTests
{
    private readonly HostStream _stream = new(
        ObjectKey.Of(Host()),
        host => HostDirectives.For(host, cluster: null),
        // Nothing is reported in these tests, so nothing is written.
        new HostReportWriter(ObjectKey.Of(Host()), null!, new GatewayDecisions(), new AgentGatewayOptions(), null!, null!, null!, TimeProvider.System, NullLogger.Instance))
    {
        Pace = new ReportPaces(TimeProvider.System).Of(ObjectKey.Of(Host())),
    };

    [Fact]
    public async Task Only_the_newest_directive_waits_to_be_sent()
    {
        _stream.Begin(Host());
        _stream.Update(Host(generation: 2));

        Assert.Equal(2, (await NextAsync()).Generation);
    }

    [Fact]
    public async Task A_change_after_the_farewell_does_not_keep_the_host()
    {
        _stream.Begin(Host());
        _stream.Drain(TimeSpan.FromSeconds(7));

        _stream.Update(Host(generation: 2));

        HostDirective directive = await NextAsync();
        Assert.Equal((2, 7), (directive.Generation, directive.ReconnectAfter?.TotalSeconds));
    }

    private async Task<HostDirective> NextAsync()
    {
        await foreach (HostDirective directive in _stream.ReadDirectivesAsync(CancellationToken.None))
            return directive;
        throw new InvalidOperationException("the stream has ended");
    }
}
