using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Watching;

/// <summary>Clients that do not read, in front of a server that keeps ten events.</summary>
public sealed class SlowWatchTests : IAsyncLifetime
{
    private const int Kept = 10;

    /// <summary>More than a stream and the buffers before it hold.</summary>
    private const int Writes = 60;

    private readonly SmallLogFixture _api = new();

    private static string ConfigMaps => ApiServerFixture.ConfigMaps.In("default");

    public Task InitializeAsync() => ((IAsyncLifetime)_api).InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_client_that_does_not_read_is_told_to_start_over_instead_of_being_buffered_for()
    {
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        await using WatchReader slow = await _api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={_api.Server.ResourceVersion}");
        string large = new('x', 20_000);
        for (int index = 0; index < Writes; index++)
            await _api.MergeAsync($"{ConfigMaps}/a", $$$"""{"data":{"n":"{{{index}}}","k":"{{{large}}}"}}""");

        int seen = 0;
        WatchEvent next = await slow.NextAsync();
        for (; next.Type == "MODIFIED"; next = await slow.NextAsync())
            Assert.Equal($"{seen++}", next.Object["data"]!["n"]!.GetValue<string>());

        Assert.InRange(seen, 1, Writes - Kept);
        Assert.Equal(("ERROR", 410), (next.Type, next.Object["code"]!.GetValue<int>()));
        Assert.Equal(0, await slow.CountUntilEndAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_keeps_nobody_else_from_reading()
    {
        await _api.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        long version = _api.Server.ResourceVersion;
        await using WatchReader slow = await _api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={version}");
        await using WatchReader quick = await _api.WatchAsync($"{ConfigMaps}?watch=true&resourceVersion={version}");
        string large = new('x', 20_000);

        for (int index = 0; index < Writes; index++)
        {
            await _api.MergeAsync($"{ConfigMaps}/a", $$$"""{"data":{"n":"{{{index}}}","k":"{{{large}}}"}}""");
            Assert.Equal($"{index}", (await quick.NextAsync()).Object["data"]!["n"]!.GetValue<string>());
        }
    }

    private sealed class SmallLogFixture : ApiServerFixture
    {
        protected override DevApiServerOptions Options => base.Options with { EventLogLength = Kept };
    }
}
