using ElementalProvider.DevCluster.ApiServer.Faults;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Faults;

/// <summary>Each test has a server of its own: what goes wrong, goes wrong for everybody.</summary>
public sealed class FaultInjectionTests : IAsyncLifetime
{
    private readonly ApiServerFixture _api = new();

    private FaultInjection Faults => _api.Server.Faults;

    private static string Widgets => ApiServerFixture.Widgets.In("default");

    public Task InitializeAsync() => ((IAsyncLifetime)_api).InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData(FaultKind.Conflict, 409, "Conflict")]
    [InlineData(FaultKind.TooManyRequests, 429, "TooManyRequests")]
    [InlineData(FaultKind.InternalError, 500, "InternalError")]
    public async Task A_request_is_refused_as_often_as_asked_for_and_nothing_is_done(FaultKind kind, int code, string reason)
    {
        Faults.Add(new Fault { Kind = kind, Verbs = ["create"], Resource = "widgets", Times = 1 });

        ApiAnswer refused = await _api.CreateWidgetAsync("default", "w");

        Assert.Equal(code, refused.Code);
        Assert.Equal(reason, refused.Reason);
        Assert.Equal(404, (await _api.GetAsync($"{Widgets}/w")).Code);
        Assert.Equal(201, (await _api.CreateWidgetAsync("default", "w")).Code);
    }

    [Fact]
    public async Task Too_many_requests_says_when_to_come_back()
    {
        Faults.Add(new Fault { Kind = FaultKind.TooManyRequests, RetryAfter = TimeSpan.FromSeconds(7) });

        using HttpResponseMessage answer = await _api.Client.GetAsync(new Uri(Widgets, UriKind.Relative));

        Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData(FaultKind.LoseRequest, 404)]
    [InlineData(FaultKind.LoseAnswer, 200)]
    public async Task A_connection_is_lost_before_or_after_the_work_is_done(FaultKind kind, int afterwards)
    {
        Faults.Add(new Fault { Kind = kind, Verbs = ["create"], Times = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _api.CreateWidgetAsync("default", "w"));

        Assert.Equal(afterwards, (await _api.GetAsync($"{Widgets}/w")).Code);
    }

    [Fact]
    public async Task A_paused_server_answers_when_it_goes_on()
    {
        Faults.Pause();
        Task<ApiAnswer> waiting = _api.CreateWidgetAsync("default", "w");
        Assert.True(Faults.IsPaused);

        Faults.Resume();

        Assert.Equal(201, (await waiting).Code);
    }

    [Fact]
    public async Task A_watch_that_is_cut_ends()
    {
        await using WatchReader watch = await _api.WatchAsync($"{Widgets}?watch=true");

        Faults.CutWatches();

        Assert.Equal(0, await watch.CountUntilEndAsync());
        await using WatchReader next = await _api.WatchAsync($"{Widgets}?watch=true");
        await _api.CreateWidgetAsync("default", "w");
        Assert.Equal("ADDED", (await next.NextAsync()).Type);
    }

    [Fact]
    public async Task A_stale_watch_says_nothing_more_until_it_is_cut()
    {
        Faults.Add(new Fault { Kind = FaultKind.StaleWatch, Times = 1 });
        await using WatchReader stale = await _api.WatchAsync($"{Widgets}?watch=true");
        await using WatchReader fresh = await _api.WatchAsync($"{Widgets}?watch=true");

        await _api.CreateWidgetAsync("default", "w");
        Assert.Equal("ADDED", (await fresh.NextAsync()).Type);
        Faults.CutWatches();

        Assert.Equal(0, await stale.CountUntilEndAsync());
    }

    [Fact]
    public async Task After_compaction_an_old_version_is_gone()
    {
        string version = (await _api.CreateWidgetAsync("default", "w")).ResourceVersion;
        await _api.CreateWidgetAsync("default", "v");

        Faults.Compact();

        await using WatchReader watch = await _api.WatchAsync($"{Widgets}?watch=true&resourceVersion={version}");
        Assert.Equal("ERROR", (await watch.NextAsync()).Type);
    }

    [Fact]
    public async Task Whoever_waits_for_a_fault_hears_when_it_has_happened_or_is_taken_away()
    {
        int id = Faults.Add(new Fault { Kind = FaultKind.InternalError, Verbs = ["get"] });
        Task twice = Faults.WhenHappenedAsync(id, times: 2);
        Task often = Faults.WhenHappenedAsync(id, times: 100);
        await _api.GetAsync($"{Widgets}/w");
        Assert.False(twice.IsCompleted);

        await _api.GetAsync($"{Widgets}/w");
        await twice.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(often.IsCompleted);
        Faults.Remove(id);

        await often.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_same_seed_befalls_the_same_requests()
    {
        Faults.Add(new Fault { Kind = FaultKind.InternalError, Verbs = ["get"], Share = 0.5 });
        var runs = new List<string>();
        foreach (int seed in (int[])[3, 3, 4])
        {
            Faults.Seed(seed);
            string codes = "";
            for (int each = 0; each < 20; each++)
                codes += $"{(await _api.GetAsync($"{Widgets}/w")).Code} ";
            runs.Add(codes);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public async Task What_was_asked_for_is_listed_and_taken_away()
    {
        int id = Faults.Add(new Fault { Kind = FaultKind.InternalError, Times = 3 });
        await _api.GetAsync(Widgets);

        Assert.Equal([(id, 1)], Faults.Active.Select(fault => (fault.Id, fault.Happened)));
        Assert.True(Faults.Remove(id));
        Assert.False(Faults.Remove(id));
        Assert.Equal(200, (await _api.GetAsync(Widgets)).Code);
    }
}
