using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Events go an hour after they were last written.</summary>
public sealed class EventExpiryTests : IAsyncLifetime
{
    private const string Events = "api/v1/namespaces/default/events";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ClockedFixture _api = new();

    public Task InitializeAsync() => ((IAsyncLifetime)_api).InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task An_event_is_gone_after_an_hour_and_watchers_hear_of_it()
    {
        await CreateAsync("e");
        await using WatchReader watch = await _api.WatchAsync($"{Events}?watch=true&resourceVersion={_api.Server.ResourceVersion}");
        await _api.Clock.UntilTimerAsync(Hour);

        _api.Clock.Advance(Hour - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await _api.GetAsync($"{Events}/e")).Code);
        _api.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("DELETED e", (await watch.NextAsync()).ToString());
        Assert.Equal(404, (await _api.GetAsync($"{Events}/e")).Code);
    }

    [Fact]
    public async Task A_repeated_event_stays_an_hour_longer()
    {
        await CreateAsync("repeated");
        await CreateAsync("once");
        await _api.Clock.UntilTimerAsync(Hour);
        _api.Clock.Advance(Hour / 2);
        await _api.MergeAsync($"{Events}/repeated", """{"count":2}""");
        await using WatchReader watch = await _api.WatchAsync($"{Events}?watch=true&resourceVersion={_api.Server.ResourceVersion}");

        await _api.Clock.UntilTimerAsync(Hour / 2);
        _api.Clock.Advance(Hour / 2);
        Assert.Equal("DELETED once", (await watch.NextAsync()).ToString());
        Assert.Equal(200, (await _api.GetAsync($"{Events}/repeated")).Code);

        await _api.Clock.UntilTimerAsync(Hour / 2);
        _api.Clock.Advance(Hour / 2);
        Assert.Equal("DELETED repeated", (await watch.NextAsync()).ToString());
    }

    [Fact]
    public async Task What_a_restart_finds_is_as_old_as_it_was()
    {
        string folder = Directory.CreateTempSubdirectory("event-expiry-").FullName;
        try
        {
            await using (var before = new ClockedFixture(_api.Clock, folder))
            {
                await ((IAsyncLifetime)before).InitializeAsync();
                Assert.Equal(201, (await CreateAsync(before, "e")).Code);
            }

            _api.Clock.Advance(Hour / 2);
            await using var after = new ClockedFixture(_api.Clock, folder);
            await after.InitializeAsync();
            await using WatchReader watch = await after.WatchAsync($"{Events}?watch=true&resourceVersion={after.Server.ResourceVersion}");
            await _api.Clock.UntilTimerAsync(Hour / 2);
            _api.Clock.Advance(Hour / 2);

            Assert.Equal("DELETED e", (await watch.NextAsync()).ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task CreateAsync(string name) => Assert.Equal(201, (await CreateAsync(_api, name)).Code);

    private static Task<ApiAnswer> CreateAsync(ApiServerFixture api, string name) => api.PostAsync(
        Events, $$"""{"metadata":{"name":"{{name}}"},"involvedObject":{"namespace":"default","name":"x"},"reason":"Tested"}""");

    private sealed class ClockedFixture(ManualTimeProvider? clock = null, string? folder = null) : ApiServerFixture, IAsyncDisposable
    {
        // Certificates are checked by the clock of the machine.
        public ManualTimeProvider Clock { get; } = clock ?? new ManualTimeProvider(WholeSecond());

        protected override DevApiServerOptions Options => base.Options with { Clock = Clock, DataDirectory = folder };

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

        private static DateTimeOffset WholeSecond() => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }
}
