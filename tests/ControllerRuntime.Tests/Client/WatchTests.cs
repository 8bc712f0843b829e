using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class WatchTests
{
    private const string Added = """{"type":"ADDED","object":{"kind":"ConfigMap","metadata":{"name":"ä","resourceVersion":"1"}}}""";
    private const string Deleted = """{"type":"DELETED","object":{"kind":"ConfigMap","metadata":{"name":"ä","resourceVersion":"2"}}}""";
    private const string Bookmark = """{"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"9","creationTimestamp":null}}}""";

    [Fact]
    public async Task A_watch_asks_for_what_it_was_told_to()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);

        await ReadAsync(server, new WatchOptions { LabelSelector = "a", FieldSelector = "b", ResourceVersion = "5", Timeout = TimeSpan.FromSeconds(1.2) });
        await ReadAsync(server, new WatchOptions { AllowBookmarks = false });

        Assert.Equal(
            [
                "/api/v1/configmaps?watch=true&labelSelector=a&fieldSelector=b&resourceVersion=5&allowWatchBookmarks=true&timeoutSeconds=2",
                "/api/v1/configmaps?watch=true",
            ],
            server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Events_arrive_whole_and_in_order_however_the_stream_is_cut_into_pieces(int size)
    {
        byte[] stream = System.Text.Encoding.UTF8.GetBytes($"{Added}\n\n{Bookmark}\n{Deleted}\n");
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            foreach (byte[] piece in stream.Chunk(size))
            {
                await context.Response.Body.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
            }
        });

        Assert.Equal(["Added ä 1", "Bookmark  9", "Deleted ä 2"], await ReadAsync(server));
    }

    [Fact]
    public async Task The_object_may_stand_before_the_type()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            context => context.Response.WriteAsync("""{"object":{"metadata":{"name":"a","resourceVersion":"1"}},"more":{"x":[1]},"type":"MODIFIED"}""" + "\n"));

        Assert.Equal(["Modified a 1"], await ReadAsync(server));
    }

    [Fact]
    public async Task An_event_reaches_the_reader_before_the_next_one_is_sent()
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Response.SendAsync(Added + "\n");
            await seen.Task;
            await context.Response.SendAsync(Deleted + "\n");
        });
        using KubernetesClient client = new(server.Configuration);
        await using IAsyncEnumerator<WatchEvent<V1ConfigMap>> events = client.Resource<V1ConfigMap>().WatchAsync().GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        seen.SetResult();
        Assert.True(await events.MoveNextAsync());
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task An_ERROR_is_thrown_whatever_its_object()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(
            Added + "\n" + """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 1 (9)"}}""" + "\n"));

        ApiException gone = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(server));

        Assert.True(gone.IsGone);
        Assert.Equal("too old resource version: 1 (9)", gone.Message);
    }

    [Fact]
    public async Task An_ERROR_without_a_status_is_still_an_error()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            context => context.Response.WriteAsync("""{"type":"ERROR","object":{"metadata":{"name":"a"}}}""" + "\n"));

        ApiException error = await Assert.ThrowsAsync<ApiException>(() => ReadAsync(server));

        Assert.Equal("The API server ended the watch with an error and gave no cause.", error.Message);
    }

    [Theory]
    [InlineData("""{"type":"RENAMED","object":{"metadata":{}}}""")]
    [InlineData("""{"object":{"metadata":{}}}""")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""[]""")]
    [InlineData("""hello""")]
    public async Task What_is_no_event_is_not_taken_for_one(string line)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(line + "\n"));

        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_named_with_the_field()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            context => context.Response.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"bad","namespace":"ns"},"data":{"k":7}}}""" + "\n"));

        JsonException error = await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(server));

        Assert.StartsWith("ConfigMap ns/bad cannot be read: ", error.Message);
        Assert.Contains("$.data.k", error.Message);
    }

    [Fact]
    public async Task A_stream_that_is_cut_off_is_a_request_error_and_not_an_end()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Response.SendAsync(Added + "\n");
            context.Abort();
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task Half_an_event_is_a_request_error()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(Added[..20]));

        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task A_watch_that_is_refused_says_so()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.RefuseAsync(403, "Forbidden", "no"));

        Assert.True((await Assert.ThrowsAsync<ApiException>(() => ReadAsync(server))).IsForbidden);
    }

    [Fact]
    public async Task Cancelling_ends_a_silent_watch()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Response.SendAsync(Added + "\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using KubernetesClient client = new(server.Configuration);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (WatchEvent<V1ConfigMap> _ in client.Resource<V1ConfigMap>().WatchAsync(cancellationToken: stop.Token))
                await stop.CancelAsync();
        });
    }

    private static async Task<List<string>> ReadAsync(ScriptedServer server, WatchOptions? options = null)
    {
        using KubernetesClient client = new(server.Configuration);
        List<string> events = [];
        await foreach (WatchEvent<V1ConfigMap> change in client.Resource<V1ConfigMap>().WatchAsync(options: options))
            events.Add($"{change.Type} {change.Object.Metadata.Name} {change.Object.Metadata.ResourceVersion}");
        return events;
    }
}
