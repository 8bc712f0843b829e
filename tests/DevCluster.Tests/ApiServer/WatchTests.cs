using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class WatchTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task A_watch_resumes_from_any_kept_version_without_gaps_or_repetition()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = ApiServerFixture.Widgets.In(ns);
        ApiAnswer a = await server.CreateWidgetAsync(ns, "a");
        await server.CreateWidgetAsync(ns, "b");
        await server.MergeAsync($"{path}/a", """{"spec":{"color":"red"}}""");

        await using WatchReader watch = await server.WatchAsync($"{path}?watch=true&resourceVersion={a.ResourceVersion}");
        Assert.Equal(["ADDED b", "MODIFIED a"], await watch.NextAsync(2));
        await server.DeleteAsync($"{path}/b");
        WatchEvent deleted = await watch.NextAsync();

        Assert.Equal("DELETED b", deleted.ToString());
        await using WatchReader resumed = await server.WatchAsync($"{path}?watch=true&resourceVersion={deleted.ResourceVersion - 1}");
        Assert.Equal("DELETED b", (await resumed.NextAsync()).ToString());
    }

    [Fact]
    public async Task Many_watchers_see_every_write_of_many_writers_in_the_same_order()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = ApiServerFixture.ConfigMaps.In(ns);
        WatchReader[] watches = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.WatchAsync($"{path}?watch=true&resourceVersion={server.Server.ResourceVersion}")));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => server.PostAsync(path, $$$"""{"metadata":{"name":"c{{{index}}}"}}""")));

        IReadOnlyList<string>[] seen = await Task.WhenAll(watches.Select(watch => watch.NextAsync(40)));
        Assert.All(seen, events => Assert.Equal(seen[0], events));
        Assert.Equal(40, seen[0].Distinct(StringComparer.Ordinal).Count());
        foreach (WatchReader watch in watches)
            await watch.DisposeAsync();
    }

    [Fact]
    public async Task Entering_a_selector_is_an_addition_and_leaving_it_a_deletion_with_the_old_labels()
    {
        string ns = await server.CreateNamespaceAsync();
        string path = ApiServerFixture.Widgets.In(ns);
        await using WatchReader watch = await server.WatchAsync($"{path}?watch=true&labelSelector=l%3D1&resourceVersion={server.Server.ResourceVersion}");

        await server.CreateWidgetAsync(ns, "a");
        await server.MergeAsync($"{path}/a", """{"metadata":{"labels":{"l":"1"}}}""");
        await server.MergeAsync($"{path}/a", """{"spec":{"color":"red"}}""");
        ApiAnswer left = await server.MergeAsync($"{path}/a", """{"metadata":{"labels":{"l":"2"}}}""");

        Assert.Equal(["ADDED a", "MODIFIED a"], await watch.NextAsync(2));
        WatchEvent gone = await watch.NextAsync();
        Assert.Equal(("DELETED a", "1"), (gone.ToString(), gone.Object["metadata"]!["labels"]!["l"]!.GetValue<string>()));
        Assert.Equal(left.ResourceVersion, gone.ResourceVersion.ToString());
    }

    [Fact]
    public async Task Streaming_lists_send_the_present_objects_and_then_a_marked_bookmark()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");
        await server.CreateWidgetAsync(ns, "b");

        await using WatchReader watch = await server.WatchAsync(
            $"{ApiServerFixture.Widgets.In(ns)}?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");

        Assert.Equal(["ADDED a", "ADDED b"], await watch.NextAsync(2));
        WatchEvent bookmark = await watch.NextAsync();
        Assert.Equal(("BOOKMARK", "true"), (bookmark.Type, bookmark.Object["metadata"]!["annotations"]!["k8s.io/initial-events-end"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_watch_ends_when_its_definition_is_deleted()
    {
        await server.PostAsync(ApiServerFixture.Definitions, WidgetDefinition.Json.Replace("widgets", "shortlived", StringComparison.Ordinal).Replace("Widget", "Shortlived", StringComparison.Ordinal).Replace("\"wgt\"", "\"shl\"", StringComparison.Ordinal));
        await using WatchReader watch = await server.WatchAsync("apis/test.example.com/v1/shortlived?watch=true");

        await server.DeleteAsync($"{ApiServerFixture.Definitions}/shortlived.test.example.com");

        Assert.Equal(0, await watch.CountUntilEndAsync());
        Assert.Equal(404, (await server.GetAsync("apis/test.example.com/v1/shortlived")).Code);
    }

    [Fact]
    public async Task Metadata_and_table_watches_send_their_own_forms()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");
        string path = $"{ApiServerFixture.Widgets.In(ns)}?watch=true";

        await using WatchReader metadata = await server.WatchAsync(path, "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        await using WatchReader table = await server.WatchAsync(path, "application/json;as=Table;g=meta.k8s.io;v=v1");
        JsonNode first = (await table.NextAsync()).Object;
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"spec":{"color":"blue"}}""");
        JsonNode second = (await table.NextAsync()).Object;

        Assert.Equal("PartialObjectMetadata", (await metadata.NextAsync()).Object["kind"]!.GetValue<string>());
        Assert.Equal((3, "red"), (first["columnDefinitions"]!.AsArray().Count, first["rows"]![0]!["cells"]![1]!.GetValue<string>()));
        Assert.Equal((null, "blue"), (second["columnDefinitions"], second["rows"]![0]!["cells"]![1]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_version_older_than_the_log_is_expired_for_watches_and_pages()
    {
        await using var small = new SmallLogFixture();
        await small.StartAsync();
        string ns = await small.CreateNamespaceAsync();
        string path = ApiServerFixture.ConfigMaps.In(ns);
        await small.PostAsync(path, """{"metadata":{"name":"a"}}""");
        ApiAnswer page = await small.PostAsync(path, """{"metadata":{"name":"b"}}""");
        ApiAnswer first = await small.GetAsync($"{path}?limit=1");
        for (int index = 0; index < 20; index++)
            await small.MergeAsync($"{path}/a", $$$"""{"data":{"k":"{{{index}}}"}}""");

        await using WatchReader watch = await small.WatchAsync($"{path}?watch=true&resourceVersion={page.ResourceVersion}");
        WatchEvent expired = await watch.NextAsync();
        ApiAnswer next = await small.GetAsync($"{path}?limit=1&continue={first.At("metadata.continue")}");

        Assert.Equal(("ERROR", "Expired", 410), (expired.Type, expired.Object["reason"]!.GetValue<string>(), expired.Object["code"]!.GetValue<int>()));
        Assert.Equal((410, "Expired"), (next.Code, next.Reason));
    }

    [Fact]
    public async Task An_idle_watch_gets_bookmarks_that_tell_how_far_it_is()
    {
        var clock = new ManualTimeProvider();
        await using DevApiServer quiet = await DevApiServer.StartAsync(new DevApiServerOptions
        {
            Clock = clock, BookmarkInterval = TimeSpan.FromSeconds(30), Tokens = new Dictionary<string, DevApiServerUser> { ["t"] = new("u", ["system:masters"]) },
        });
        using HttpClient client = quiet.CreateClient("t");
        using HttpResponseMessage answer = await client.GetAsync(
            new Uri($"api/v1/secrets?watch=true&allowWatchBookmarks=true&resourceVersion={quiet.ResourceVersion}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var watch = new WatchReader(answer, await answer.Content.ReadAsStreamAsync());

        Task<WatchEvent> next = watch.NextAsync();
        await clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(("BOOKMARK", quiet.ResourceVersion), ((await next).Type, (await next).ResourceVersion));
    }

    private sealed class SmallLogFixture : ApiServerFixture, IAsyncDisposable
    {
        protected override DevApiServerOptions Options => base.Options with { EventLogLength = 10 };

        public Task StartAsync() => InitializeAsync();

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
