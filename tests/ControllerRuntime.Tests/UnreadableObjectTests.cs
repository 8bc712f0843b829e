using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>Whatever one object holds, the others of its kind are listed, watched and told of.</summary>
public sealed class UnreadableObjectTests : IAsyncLifetime
{
    /// <summary>No config map: its data is a list.</summary>
    private const string Wrong = """{"data":[1]}""";

    private SmallApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SmallApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_list_goes_on_behind_an_object_that_cannot_be_read()
    {
        _server.Put("configmaps", "ns", "a");
        _server.Put("configmaps", "ns", "bad", Wrong);
        _server.Put("configmaps", "ns", "z");
        await using RunningInformer running = new(_server, new InformerOptions { PageSize = 2 });

        await running.Informer.Synced.WaitAsync(Patience.Usual);

        Assert.Equal(["ns/a", "ns/z"], running.Versions.Keys.Order());
    }

    [Fact]
    public async Task A_watch_goes_on_and_the_last_state_that_could_be_read_stays_until_the_object_goes()
    {
        _server.Put("configmaps", "ns", "a");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        string? before = running.Versions["ns/a"];

        _server.Put("configmaps", "ns", "a", Wrong);
        _server.Put("configmaps", "ns", "b", Wrong);
        _server.Put("configmaps", "ns", "c");
        await running.Mirror.UntilAsync(seen => seen.ContainsKey("ns/c"));

        Assert.Equal(["ns/a", "ns/c"], running.Versions.Keys.Order());
        Assert.Equal(before, running.Versions["ns/a"]);

        _server.Delete("configmaps", "ns", "a");
        await running.Mirror.UntilAsync(seen => !seen.ContainsKey("ns/a"));
        Assert.Equal(1, _server.Lists);
        Assert.Empty(running.Mirror.Lies);
    }

    [Fact]
    public async Task A_list_after_a_gap_keeps_what_is_known_of_an_object_that_became_unreadable_meanwhile()
    {
        _server.Put("configmaps", "ns", "a");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        string? before = running.Versions["ns/a"];
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = async _ =>
        {
            await go.Task;
            return false;
        };
        _server.EndWatches(cleanly: false);
        _server.Put("configmaps", "ns", "a", Wrong);
        _server.Put("configmaps", "ns", "b");
        _server.Compact();
        go.SetResult();

        await running.UntilAsync(seen => seen.ContainsKey("ns/b"));

        Assert.Equal(2, _server.Lists);
        Assert.Equal(before, running.Versions["ns/a"]);
    }

    [Fact]
    public async Task The_watch_continues_behind_the_object_that_could_not_be_read()
    {
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        _server.Put("configmaps", "ns", "first");
        long version = _server.Put("configmaps", "ns", "bad", Wrong);
        await running.Mirror.UntilAsync(seen => seen.ContainsKey("ns/first"));
        _server.EndWatches(cleanly: true);
        _server.Put("configmaps", "ns", "next");

        await running.UntilAsync(seen => seen.ContainsKey("ns/next"));

        Assert.Contains(_server.Requests, request => request.Target.Contains($"resourceVersion={version}&"));
        Assert.Equal(1, _server.Lists);
    }

    [Fact]
    public async Task It_is_named_in_an_event_and_counted_and_holds_back_neither_readiness_nor_the_controller()
    {
        _server.Put("configmaps", "ns", "bad", Wrong);
        _server.Put("configmaps", "ns", "good");
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>());
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/good"));
        await _server.UntilAsync(server => server.All("events").Count == 1);

        using HttpResponseMessage ready = await process.GetAsync("/readyz");
        Assert.True(ready.IsSuccessStatusCode);
        JsonObject told = _server.All("events")[0];
        Assert.Equal(("CannotBeRead", "Warning"), (told["reason"]!.GetValue<string>(), told["type"]!.GetValue<string>()));
        Assert.Equal(("ConfigMap", "ns", "bad"), (Text(told, "kind"), Text(told, "namespace"), Text(told, "name")));
        Assert.Contains("$.data", told["message"]!.GetValue<string>());
        Assert.Contains("informer_unreadable_objects{resource=\"configmaps\"} 1\n", await process.MetricsAsync());

        _server.Put("configmaps", "ns", "bad");
        await process.Reconciler.UntilAsync(keys => keys.Contains("ns/bad"));
        Assert.Contains("informer_unreadable_objects{resource=\"configmaps\"} 0\n", await process.MetricsAsync());
    }

    [Fact]
    public async Task It_is_told_once_however_often_it_changes()
    {
        _server.Put("configmaps", "ns", "bad", Wrong);
        await using ControllerProcess process = await ControllerProcess.StartAsync(_server, builder => builder.For<V1ConfigMap>());
        _server.Put("configmaps", "ns", "bad", Wrong);
        _server.Put("configmaps", "ns", "worse", Wrong);
        await _server.UntilAsync(server => server.All("events").Count == 2);

        Assert.All(_server.All("events"), each => Assert.Equal(1, each["count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task An_object_that_is_nested_without_end_hides_none_of_the_others()
    {
        string deep = """{"metadata":{"name":"deep","namespace":"ns","resourceVersion":"3"},"extra":""" + Nested(20_000) + "}";
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(
            """{"items":[{"metadata":{"name":"a"}},DEEP,{"metadata":{"name":"z"}}],"metadata":{"resourceVersion":"9"}}""".Replace("DEEP", deep)));
        using KubernetesClient client = new(server.Configuration);
        List<UnreadableObject> unreadable = [];

        KubernetesList<V1ConfigMap> page = await client.Resource<V1ConfigMap>().ListAsync(options: new ListOptions { Unreadable = unreadable.Add });

        Assert.Equal(["a", "z"], page.Items.Select(item => item.Metadata.Name));
        Assert.Equal("9", page.ResourceVersion());
        UnreadableObject found = Assert.Single(unreadable);
        Assert.Equal((new ObjectKey("ns", "deep"), "3"), (found.Key, found.ResourceVersion));
        Assert.Contains("depth", found.Cause);
    }

    [Fact]
    public async Task Seventy_levels_are_no_reason_not_to_be_read()
    {
        _server.Put("configmaps", "ns", "deep", "{\"extra\":" + Nested(62) + "}");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);

        Assert.Equal(["ns/deep"], running.Versions.Keys);
    }

    private static string Nested(int levels) =>
        new StringBuilder().Insert(0, """{"a":""", levels).Append('1').Append('}', levels).ToString();

    private static string Text(JsonObject told, string field) => told["involvedObject"]![field]!.GetValue<string>();
}
