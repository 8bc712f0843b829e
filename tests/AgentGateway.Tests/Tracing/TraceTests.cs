using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Testing.Time;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Tracing;

public sealed class TraceTests : IClassFixture<ElementalApi>, IAsyncLifetime, IDisposable
{
    private readonly ElementalApi _api;
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly ActivityContext _claim = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
    private TestGateway _gateway = null!;

    public TraceTests(ElementalApi api)
    {
        _api = api;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ElementalProvider.AgentGateway",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
    }

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(_api);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task What_follows_a_claim_is_one_chain_of_spans()
    {
        ActivitySource.AddActivityListener(_listener);
        using ConnectedHost host = await ConnectedHost.StartAsync(_api, _gateway);
        Wire.HostDirective directive = await AskedAsync(host);

        await host.ReportAsync(Bootstrapped(directive.Traceparent));
        await Eventually.TrueAsync(() => Task.FromResult(Spans().Any(span => span.OperationName == "write report")));

        Activity sent = Spans().Single(span => span.OperationName == "send directive" && span.Id == directive.Traceparent);
        Activity step = Spans().Single(span => span.OperationName == "agent Bootstrap");
        Activity written = Spans().Single(span => span.OperationName == "write report");
        Assert.Equal([_claim.SpanId, sent.SpanId, step.SpanId], [sent.ParentSpanId, step.ParentSpanId, written.ParentSpanId]);
        Assert.Equal(TimeSpan.FromSeconds(40), step.Duration);
        Assert.Equal("Bootstrap", step.GetTagItem("elemental.operation"));
        Assert.Equal("Done", step.GetTagItem("elemental.result"));
        Assert.All(Spans(), span => Assert.Equal(host.Agent.Name, span.GetTagItem("elemental.host")));
    }

    [Fact]
    public async Task Where_nobody_listens_the_trace_of_the_claim_goes_to_the_agent_as_it_is()
    {
        using ConnectedHost host = await ConnectedHost.StartAsync(_api, _gateway);

        Wire.HostDirective directive = await AskedAsync(host);

        Assert.Equal(Text(_claim), directive.Traceparent);
        Assert.Empty(Spans());
    }

    private IEnumerable<Activity> Spans() => _spans.Where(span => span.TraceId == _claim.TraceId);

    private async Task<Wire.HostDirective> AskedAsync(ConnectedHost host)
    {
        await host.PatchAsync(new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [HostAnnotations.Traceparent] = Text(_claim) } },
            ["spec"] = new JsonObject
            {
                ["machineRef"] = new JsonObject { ["kind"] = "ElementalMachine", ["name"] = "em-1" },
                ["bootstrapSecret"] = new JsonObject { ["name"] = "boot" },
            },
        }.ToJsonString());
        return await host.NextAsync();
    }

    private static string Text(ActivityContext context) => $"00-{context.TraceId}-{context.SpanId}-01";

    private static HostReport Bootstrapped(string traceparent) => new()
    {
        Phase = HostPhase.Running,
        Installed = true,
        Bootstrapped = true,
        BootId = "b1",
        Steps =
        [
            new StepReport
            {
                Operation = HostSteps.Bootstrap,
                Step = "Bootstrap",
                Result = HostSteps.Done,
                Took = TimeSpan.FromSeconds(40),
                Traceparent = traceparent,
            },
        ],
    };
}
