using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class InformerTests : IAsyncLifetime
{
    private SmallApiServer _server = null!;

    public async Task InitializeAsync() => _server = await SmallApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_store_fills_page_by_page_and_then_follows_the_watch()
    {
        for (int number = 0; number < 7; number++)
            _server.Put("configmaps", "ns", $"c{number}");
        await using RunningInformer running = new(_server, new InformerOptions { PageSize = 3 });
        await running.Informer.Synced.WaitAsync(Patience.Usual);

        Assert.Equal(7, running.Informer.Store.Count);
        _server.Put("configmaps", "ns", "c7");
        _server.Delete("configmaps", "ns", "c0");

        await running.Mirror.UntilAsync(seen => seen.ContainsKey("ns/c7") && !seen.ContainsKey("ns/c0"));
        Assert.Equal(1, _server.Lists);
        Assert.Equal(3, _server.Requests.Count(request => request.Target.Contains("limit=3")));
    }

    [Fact]
    public async Task The_watch_asks_for_bookmarks_and_for_an_end_between_five_and_ten_minutes()
    {
        await using RunningInformer running = new(_server, new InformerOptions { Namespace = "ns" });
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        _server.Put("configmaps", "ns", "x");
        await running.Mirror.UntilAsync(seen => seen.Count == 1);

        string target = _server.Requests[1].Target;
        Assert.StartsWith(
            "/api/v1/namespaces/ns/configmaps?watch=true&resourceVersion=10&allowWatchBookmarks=true&timeoutSeconds=", target);
        Assert.InRange(int.Parse(target[(target.LastIndexOf('=') + 1)..]), 300, 600);
    }

    [Fact]
    public async Task A_cut_watch_goes_on_at_the_last_version_seen_without_a_new_list()
    {
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        long version = _server.Put("configmaps", "ns", "a");
        await running.Mirror.UntilAsync(seen => seen.ContainsKey("ns/a"));

        _server.EndWatches(cleanly: false);
        _server.Put("configmaps", "ns", "b");

        await running.UntilAsync(seen => seen.ContainsKey("ns/b"));
        Assert.Equal(1, _server.Lists);
        Assert.Contains($"resourceVersion={version}&", _server.Requests[^1].Target);
    }

    [Fact]
    public async Task A_bookmark_moves_the_version_so_that_compaction_costs_no_list()
    {
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        _server.Put("configmaps", "ns", "a");
        await running.Mirror.UntilAsync(seen => seen.Count == 1);
        _server.Put("secrets", "ns", "of another kind");
        _server.Bookmark("configmaps");
        _server.Compact();
        _server.EndWatches(cleanly: true);
        _server.Put("configmaps", "ns", "c");

        await running.UntilAsync(seen => seen.ContainsKey("ns/c"));
        Assert.Equal(1, _server.Lists);
    }

    [Fact]
    public async Task After_410_the_list_is_read_again_and_what_went_meanwhile_is_reported_as_deleted()
    {
        _server.Put("configmaps", "ns", "stays");
        _server.Put("configmaps", "ns", "goes");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);

        // While nobody watches, the history is lost.
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = async _ =>
        {
            await go.Task;
            return false;
        };
        _server.EndWatches(cleanly: false);
        _server.Delete("configmaps", "ns", "goes");
        _server.Put("configmaps", "ns", "new");
        _server.Compact();
        go.SetResult();

        await running.UntilAsync(seen => !seen.ContainsKey("ns/goes") && seen.ContainsKey("ns/new"));
        Assert.Equal(2, _server.Lists);
        Assert.Empty(running.Mirror.Lies);
        Assert.Equal(_server.VersionsOf("configmaps"), running.Versions!);
    }

    [Fact]
    public async Task A_name_that_was_deleted_and_created_again_behind_our_back_is_told_as_both()
    {
        _server.Put("configmaps", "ns", "a");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        List<string> told = [];
        using IDisposable subscription = running.Informer.Subscribe((before, after) => told.Add($"{before is not null} {after is not null}"));
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = async _ =>
        {
            await go.Task;
            return false;
        };
        _server.EndWatches(cleanly: false);
        _server.Delete("configmaps", "ns", "a");
        long version = _server.Put("configmaps", "ns", "a");
        _server.Compact();
        go.SetResult();

        await running.UntilAsync(seen => seen.GetValueOrDefault("ns/a") == version.ToString());
        Assert.Equal(["False True", "True False", "False True"], told);
    }

    [Fact]
    public async Task A_continuation_that_expired_is_replaced_by_one_whole_list()
    {
        for (int number = 0; number < 5; number++)
            _server.Put("configmaps", "ns", $"c{number}");
        _server.Interceptor = async context =>
        {
            if (!context.Request.Query.ContainsKey("continue"))
                return false;
            await context.Response.RefuseAsync(410, "Expired", "too old");
            return true;
        };
        await using RunningInformer running = new(_server, new InformerOptions { PageSize = 2 });

        await running.Informer.Synced.WaitAsync(Patience.Usual);

        Assert.Equal(5, running.Informer.Store.Count);
    }

    [Fact]
    public async Task Until_the_last_page_has_arrived_the_store_shows_nothing_of_the_list()
    {
        for (int number = 0; number < 4; number++)
            _server.Put("configmaps", "ns", $"c{number}");
        TaskCompletionSource secondPage = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = async context =>
        {
            if (context.Request.Query.ContainsKey("continue"))
            {
                secondPage.TrySetResult();
                await go.Task;
            }

            return false;
        };
        await using RunningInformer running = new(_server, new InformerOptions { PageSize = 2 });

        await secondPage.Task.WaitAsync(Patience.Usual);
        Assert.Equal(0, running.Informer.Store.Count);
        Assert.False(running.Informer.Synced.IsCompleted);
        go.SetResult();
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        Assert.Equal(4, running.Informer.Store.Count);
    }

    [Fact]
    public async Task A_server_that_refuses_is_asked_again_after_a_while()
    {
        int refusals = 0;
        _server.Put("configmaps", "ns", "a");
        _server.Interceptor = async context =>
        {
            if (Interlocked.Increment(ref refusals) > 3)
                return false;
            await context.Response.RefuseAsync(403, "Forbidden", "not yet");
            return true;
        };
        await using RunningInformer running = new(_server);

        await running.UntilAsync(seen => seen.Count == 1);

        Assert.True(running.Clock.GetUtcNow() > new DateTimeOffset(2030, 1, 1, 0, 0, 1, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_silent_watch_is_replaced()
    {
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        long version = _server.Put("configmaps", "ns", "a");
        await running.Mirror.UntilAsync(seen => seen.Count == 1);
        TaskCompletionSource watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Interceptor = _ =>
        {
            watched.TrySetResult();
            return Task.FromResult(false);
        };

        running.Clock.Advance(new InformerOptions().IdleTimeout);

        await watched.Task.WaitAsync(Patience.Usual);
        Assert.Contains($"resourceVersion={version}&", _server.Requests[^1].Target);
    }

    [Fact]
    public async Task A_late_subscriber_hears_of_everything_that_is_known_first()
    {
        _server.Put("configmaps", "ns", "a");
        _server.Put("configmaps", "ns", "b");
        await using RunningInformer running = new(_server);
        await running.Informer.Synced.WaitAsync(Patience.Usual);

        using Mirror late = new(running.Informer);

        Assert.Equal(["ns/a", "ns/b"], late.Versions.Keys.Order());
    }

    [Fact]
    public async Task A_subscriber_that_fails_stops_nobody_else()
    {
        await using RunningInformer running = new(_server);
        using IDisposable bad = running.Informer.Subscribe((_, _) => throw new InvalidOperationException("defect"));
        using Mirror good = new(running.Informer);

        _server.Put("configmaps", "ns", "a");
        _server.Put("configmaps", "ns", "b");

        await good.UntilAsync(seen => seen.Count == 2);
    }

    [Fact]
    public async Task A_subscription_that_ended_hears_nothing_more()
    {
        await using RunningInformer running = new(_server);
        Mirror ended = new(running.Informer);
        ended.Dispose();

        _server.Put("configmaps", "ns", "a");
        await running.Mirror.UntilAsync(seen => seen.Count == 1);

        Assert.Empty(ended.Versions);
    }

    [Fact]
    public async Task An_index_follows_the_objects()
    {
        _server.Put("configmaps", "ns", "a", """{"data":{"host":"one"}}""");
        await using RunningInformer running = new(_server);
        running.Informer.AddIndex("host", item => item.Data?.Values ?? []);
        await running.Informer.Synced.WaitAsync(Patience.Usual);
        Assert.Equal(["a"], Filed(running, "one"));

        long version = _server.Put("configmaps", "ns", "a", """{"data":{"host":"two"}}""");
        await running.Mirror.UntilAsync(seen => seen["ns/a"] == version.ToString());

        Assert.Empty(Filed(running, "one"));
        Assert.Equal(["a"], Filed(running, "two"));
        running.Informer.AddIndex("late", item => [item.Metadata.Name!]);
        Assert.Single(running.Informer.Store.ByIndex("late", "a"));
        Assert.Throws<ArgumentException>(() => running.Informer.AddIndex("late", _ => []));
        Assert.Throws<ArgumentException>(() => running.Informer.Store.ByIndex("unknown", "x"));
    }

    private static IEnumerable<string?> Filed(RunningInformer running, string value) =>
        running.Informer.Store.ByIndex("host", value).Select(item => item.Metadata.Name);
}
