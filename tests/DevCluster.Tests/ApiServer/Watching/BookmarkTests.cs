using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Watching;

public sealed class BookmarkTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly ClockedFixture _api = new();

    private static string ConfigMaps => ApiServerFixture.ConfigMaps.In("default");

    public Task InitializeAsync() => ((IAsyncLifetime)_api).InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_watch_of_which_nothing_happens_may_resume_after_everything_else_was_compacted()
    {
        await using WatchReader watch = await _api.WatchAsync($"api/v1/secrets?watch=true&allowWatchBookmarks=true&resourceVersion={_api.Server.ResourceVersion}");
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");

        await _api.Clock.AdvanceToTimerAsync(Interval);
        WatchEvent bookmark = await watch.NextAsync();
        _api.Server.Faults.Compact();

        Assert.Equal(("BOOKMARK", _api.Server.ResourceVersion), (bookmark.Type, bookmark.ResourceVersion));
        await using WatchReader resumed = await _api.WatchAsync($"api/v1/secrets?watch=true&resourceVersion={bookmark.ResourceVersion}");
        await _api.PostAsync(ApiServerFixture.Secrets.In("default"), """{"metadata":{"name":"s"}}""");
        Assert.Equal("ADDED s", (await resumed.NextAsync()).ToString());
    }

    [Fact]
    public async Task A_busy_watch_gets_bookmarks_as_often_as_an_idle_one()
    {
        await using WatchReader watch = await _api.WatchAsync($"{ConfigMaps}?watch=true&allowWatchBookmarks=true&resourceVersion={_api.Server.ResourceVersion}");
        await _api.Clock.UntilTimerAsync(Interval);

        _api.Clock.Advance(Interval / 2);
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        Assert.Equal("ADDED a", (await watch.NextAsync()).ToString());
        _api.Clock.Advance(Interval / 2);

        Assert.Equal("BOOKMARK", (await watch.NextAsync()).Type);
    }

    [Fact]
    public async Task A_bookmark_follows_the_next_one()
    {
        await using WatchReader watch = await _api.WatchAsync($"{ConfigMaps}?watch=true&allowWatchBookmarks=true&resourceVersion={_api.Server.ResourceVersion}");

        for (int each = 0; each < 3; each++)
        {
            await _api.Clock.UntilTimerAsync(Interval);
            _api.Clock.Advance(Interval);
            Assert.Equal("BOOKMARK", (await watch.NextAsync()).Type);
        }
    }

    private sealed class ClockedFixture : ApiServerFixture
    {
        public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

        protected override DevApiServerOptions Options => base.Options with { Clock = Clock, BookmarkInterval = Interval };
    }
}
