using ElementalProvider.Agent.Bootstrapping;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Bootstrapping;

public sealed class BootstrapTracesTests : IDisposable
{
    private const string Errors = """{"v1":{"datasource":"DataSourceNoCloud","errors":["first","second"]}}""";
    private const string Stage = """{"v1":{"stage":"modules-final","init":{"errors":[],"finished":1},"modules-config":{"errors":["early"]}}}""";

    private readonly TestHost host = new();

    private BootstrapTraces Traces => new(host.Root);

    [Fact]
    public void A_host_without_either_tool_has_left_nothing() => Assert.Equal(BootstrapTrace.None, Traces.Read());

    [Theory]
    [InlineData(Errors, true)]
    [InlineData("""{"v1":{"errors":[]}}""", false)]
    [InlineData("""{"v1":{}}""", false)]
    [InlineData("""{"v1":""", false)]
    [InlineData("[]", false)]
    [InlineData(null, false)]
    public void Cloud_init_has_failed_where_its_result_has_errors(string? result, bool failed)
    {
        if (result is not null)
            host.Write(BootstrapTraces.ResultPath, result);

        Assert.Equal(failed, Traces.HasFailed());
    }

    [Fact]
    public void The_result_comes_with_the_end_of_the_log()
    {
        host.Write(BootstrapTraces.ResultPath, Errors);
        host.Write(BootstrapTraces.LogPath, string.Join('\n', Enumerable.Range(0, 2000).Select(number => $"line {number}")) + "\n\n");

        BootstrapTrace trace = Traces.Read();

        Assert.Equal(("cloud-init", true, true), (trace.Tool, trace.HasEnded, trace.HasFailed));
        Assert.Equal(["first", "second"], trace.Errors);
        Assert.Equal((12, "line 1999"), (trace.Tail.Count, trace.Tail[^1]));
    }

    [Fact]
    public void What_is_not_done_tells_its_stage_and_has_not_failed()
    {
        host.Write(BootstrapTraces.StatusPath, Stage);

        BootstrapTrace trace = Traces.Read();

        Assert.Equal(("modules-final", false, false), (trace.Stage, trace.HasEnded, trace.HasFailed));
        Assert.Equal(["early"], trace.Errors);
    }

    [Fact]
    public void Ignition_leaves_a_result_only_where_it_did_not_fail()
    {
        host.Write(BootstrapTraces.IgnitionPath, """{"provisioningBootID":"b","userConfigProvided":true}""");

        Assert.Equal(("Ignition", true, false), (Traces.Read().Tool, Traces.Read().HasEnded, Traces.Read().HasFailed));
    }

    [Theory]
    [InlineData(null, "Neither cloud-init nor Ignition has left a result")]
    [InlineData(Stage, "cloud-init is not done, and in its stage modules-final: early")]
    public void What_takes_too_long_is_told_with_how_far_it_is(string? status, string words)
    {
        if (status is not null)
            host.Write(BootstrapTraces.StatusPath, status);

        string message = BootstrapWords.Of(Traces.Read(), new BootstrapScrubber([]), TimeSpan.FromMinutes(10));

        Assert.StartsWith("The bootstrap data was applied, but /run/cluster-api/bootstrap-success.complete is not there after 10 min. ", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_data_nothing_of_the_log_is_shown()
    {
        host.Write(BootstrapTraces.ResultPath, Errors);
        host.Write(BootstrapTraces.LogPath, "s3cret\n");

        string message = BootstrapWords.Of(Traces.Read(), scrubber: null, overdue: null);

        Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
        Assert.DoesNotContain("first", message, StringComparison.Ordinal);
        Assert.Contains("/var/log/cloud-init-output.log", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_fits_into_a_condition_however_long_the_log_is()
    {
        BootstrapTrace trace = new() { Tool = "cloud-init", HasEnded = true, Errors = [new string('e', 3000)], Tail = [new string('t', 3000)], Log = BootstrapTraces.LogPath };

        Assert.InRange(BootstrapWords.Of(trace, new BootstrapScrubber([]), overdue: null).Length, 1500, 2300);
    }

    [Fact]
    public async Task The_engine_is_woken_when_cloud_init_ends()
    {
        ManualClock clock = new();
        WakeUp wakeUp = new();
        using BootstrapWatch watch = new(host.Root, wakeUp, clock);
        await wakeUp.WaitAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);

        host.Write(BootstrapTraces.ResultPath, Errors);
        clock.Advance(TimeSpan.FromSeconds(5));

        await wakeUp.WaitAsync(CancellationToken.None).WaitAsync(TestGateway.Patience);
    }

    public void Dispose() => host.Dispose();
}
