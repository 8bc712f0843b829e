using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class EventRecorderTests : IAsyncLifetime
{
    private static readonly V1ConfigMap About = new() { Metadata = new V1ObjectMeta { NamespaceProperty = "ns", Name = "a", Uid = "u", ResourceVersion = "5" } };

    private readonly ManualTimeProvider _clock = new();
    private SmallApiServer _server = null!;
    private ControllerProcess _process = null!;

    public async Task InitializeAsync()
    {
        _server = await SmallApiServer.StartAsync();
        _process = await ControllerProcess.StartAsync(
            _server,
            builder => builder.For<V1ConfigMap>(),
            options =>
            {
                options.Component = "tester";
                options.Identity = "replica-1";
            },
            _clock);
    }

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_event_says_what_happened_to_whom_and_who_says_so()
    {
        _process.Events.Warning(About, "HostLost", "The host no longer answers.");

        JsonObject written = await WrittenAsync(1);
        Assert.StartsWith("a.", written["metadata"]!["name"]!.GetValue<string>());
        written.Remove("metadata");
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """{"apiVersion":"v1","count":1,"firstTimestamp":"2030-01-01T00:00:00Z","involvedObject":{"name":"a","namespace":"ns","apiVersion":"v1","kind":"ConfigMap","resourceVersion":"5","uid":"u"},"kind":"Event","lastTimestamp":"2030-01-01T00:00:00Z","message":"The host no longer answers.","reason":"HostLost","reportingComponent":"tester","reportingInstance":"replica-1","source":{"component":"tester"},"type":"Warning"}"""),
                written),
            written.ToJsonString());
    }

    [Fact]
    public async Task The_same_event_again_is_counted_and_after_the_window_written_anew()
    {
        _process.Events.Normal(About, "Claimed", "m");
        await WrittenAsync(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _process.Events.Normal(About with { Metadata = About.Metadata with { ResourceVersion = "6" } }, "Claimed", "m");
        await _server.UntilAsync(server => Count(server.All("events")[0]) == 2);
        Assert.Equal("2030-01-01T00:01:00Z", _server.All("events")[0]["lastTimestamp"]!.GetValue<string>());
        Assert.Equal("2030-01-01T00:00:00Z", _server.All("events")[0]["firstTimestamp"]!.GetValue<string>());

        _process.Events.Normal(About, "Claimed", "another message");
        await WrittenAsync(2);
        _clock.Advance(TimeSpan.FromMinutes(11));
        _process.Events.Normal(About, "Claimed", "m");
        await WrittenAsync(3);
    }

    [Fact]
    public async Task A_counted_event_that_the_server_has_forgotten_is_written_anew()
    {
        _process.Events.Normal(About, "Claimed", "m");
        string name = (await WrittenAsync(1))["metadata"]!["name"]!.GetValue<string>();
        _server.Delete("events", "ns", name);

        _process.Events.Normal(About, "Claimed", "m");

        await WrittenAsync(1);
    }

    [Fact]
    public async Task Events_about_cluster_scoped_objects_are_in_the_default_namespace()
    {
        _process.Events.Normal(new V1Node { Metadata = new V1ObjectMeta { Name = "n" } }, "Seen", "m");

        Assert.Equal("default", (await WrittenAsync(1))["metadata"]!["namespace"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_object_that_talks_too_much_is_cut_short_and_the_others_are_not()
    {
        for (int number = 0; number < 40; number++)
            _process.Events.Normal(About, "Chatter", $"message {number}");
        _process.Events.Normal(About with { Metadata = About.Metadata with { Name = "quiet" } }, "Quiet", "m");

        await _server.UntilAsync(server => server.All("events").Any(item => item["reason"]!.GetValue<string>() == "Quiet"));

        Assert.Equal(25, _server.All("events").Count(item => item["reason"]!.GetValue<string>() == "Chatter"));
        Assert.Contains("event_recorder_dropped_total{cause=\"too_many_for_object\"} 15\n", await _process.MetricsAsync());
    }

    [Fact]
    public async Task Who_records_an_event_never_waits_however_slow_the_server_is()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
            {
                asked.TrySetResult();
                await go.Task;
            }

            return false;
        };
        _process.Events.Normal(About, "First", "m");
        await asked.Task.WaitAsync(Patience.Usual);

        for (int number = 0; number < 1024 + 7; number++)
            _process.Events.Normal(About, "Chatter", "m");

        Assert.Contains("event_recorder_dropped_total{cause=\"queue_full\"} 7\n", await _process.MetricsAsync());
        go.SetResult();
    }

    [Fact]
    public async Task An_event_that_is_refused_does_not_stop_the_next_one()
    {
        int requests = 0;
        _server.Interceptor = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal) || Interlocked.Increment(ref requests) > 1)
                return false;
            await context.Response.RefuseAsync(403, "Forbidden", "the namespace is going away");
            return true;
        };
        _process.Events.Normal(About, "Refused", "m");
        _process.Events.Normal(About, "Accepted", "m");

        Assert.Equal("Accepted", (await WrittenAsync(1))["reason"]!.GetValue<string>());
        Assert.Contains("event_recorder_dropped_total{cause=\"not_accepted\"} 1\n", await _process.MetricsAsync());
    }

    [Fact]
    public async Task What_was_recorded_before_the_stop_is_still_written()
    {
        _process.Events.Normal(About, "Started", "m");
        await WrittenAsync(1);
        for (int number = 0; number < 10; number++)
            _process.Events.Normal(About, "Stopping", $"message {number}");

        await _process.StopAsync();

        Assert.Equal(11, _server.All("events").Count);
    }

    private static int Count(JsonObject item) => item["count"]!.GetValue<int>();

    private async Task<JsonObject> WrittenAsync(int count)
    {
        await _server.UntilAsync(server => server.All("events").Count == count);
        return _server.All("events")[0];
    }
}
