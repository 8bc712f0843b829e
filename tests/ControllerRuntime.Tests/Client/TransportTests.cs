using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Client.Configuration;
using ElementalProvider.ControllerRuntime.Client.Transport;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class TransportTests
{
    private const string Stored = """{"metadata":{"name":"a"}}""";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Retry_After_is_honoured()
    {
        int requests = 0;
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            if (Interlocked.Increment(ref requests) > 1)
                return context.Response.JsonAsync(Stored);
            context.Response.Headers.RetryAfter = "7";
            return context.Response.RefuseAsync(429, "TooManyRequests", "slow down");
        });
        using KubernetesClient client = Client(server);

        Task<V1ConfigMap> answer = client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        await UntilOnlyADelayIsLeftAsync(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(answer.IsCompleted);
        Assert.Equal(1, Volatile.Read(ref requests));
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("a", (await answer.WaitAsync(Patience.Usual)).Metadata.Name);
    }

    [Fact]
    public async Task A_server_that_stays_overloaded_is_given_up_in_the_end()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.RefuseAsync(503, "ServiceUnavailable", "no"));
        using KubernetesClient client = Client(server, new KubernetesClientOptions { MaxRetries = 3, TimeProvider = _clock, Jitter = static () => 0 });

        Task<V1ConfigMap> answer = client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        foreach (double seconds in (double[])[0.5, 1, 2])
        {
            await UntilOnlyADelayIsLeftAsync(TimeSpan.FromSeconds(seconds));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => answer.WaitAsync(Patience.Usual));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.Code);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(429, null, 1, 500)]
    [InlineData(503, null, 3, 2000)]
    [InlineData(503, null, 30, 30000)]
    [InlineData(429, 3, 1, 3000)]
    [InlineData(429, 3600, 1, 30000)]
    [InlineData(500, 1, 1, 1000)]
    [InlineData(500, null, 1, null)]
    [InlineData(409, 1, 1, null)]
    [InlineData(404, null, 1, null)]
    public void Only_what_the_server_wants_repeated_is_repeated(int code, int? retryAfter, int attempt, int? milliseconds)
    {
        ApiException refusal = new(
            new V1Status { Code = code }, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        TimeSpan? delay = RetryPolicy.DelayBefore(refusal, attempt, new KubernetesClientOptions { Jitter = static () => 0 });

        Assert.Equal(milliseconds, delay?.TotalMilliseconds);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_with_one_clear_sentence()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using KubernetesClient client = Client(server);

        Task<V1ConfigMap> answer = client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        await asked.Task.WaitAsync(Patience.Usual);
        _clock.Advance(TimeSpan.FromSeconds(30));

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Patience.Usual));
        Assert.Equal($"{server.Address.Authority} did not answer GET /api/v1/namespaces/ns/configmaps/a within 30 s.", error.Message);
    }

    [Fact]
    public async Task The_timeout_of_requests_does_not_end_a_watch()
    {
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Response.SendAsync("""{"type":"ADDED","object":{"metadata":{"name":"a"}}}""" + "\n");
            await goOn.Task;
            await context.Response.SendAsync("""{"type":"DELETED","object":{"metadata":{"name":"a"}}}""" + "\n");
        });
        using KubernetesClient client = Client(server);
        await using IAsyncEnumerator<WatchEvent<V1ConfigMap>> events = client.Resource<V1ConfigMap>().WatchAsync().GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        _clock.Advance(TimeSpan.FromHours(1));
        goOn.SetResult();

        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience.Usual));
        Assert.Equal(WatchEventType.Deleted, events.Current.Type);
    }

    [Fact]
    public async Task The_callers_cancellation_is_not_mistaken_for_a_timeout()
    {
        using CancellationTokenSource stop = new();
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using KubernetesClient client = Client(server);

        OperationCanceledException cancelled = await Assert.ThrowsAsync<OperationCanceledException>(
            () => client.Resource<V1ConfigMap>().GetAsync("ns", "a", stop.Token));

        Assert.Equal(stop.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task A_client_can_limit_itself()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(Stored));
        using KubernetesClient client = Client(server, new KubernetesClientOptions { RequestsPerSecond = 1, Burst = 1, TimeProvider = _clock, Jitter = static () => 0 });

        await client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        Task<V1ConfigMap> second = client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        await UntilOnlyADelayIsLeftAsync(TimeSpan.FromSeconds(1));
        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await second.WaitAsync(Patience.Usual);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_again_every_minute()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("token", "first\n");
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.JsonAsync(Stored));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, TokenProvider = new TokenFile(file, _clock) }, new KubernetesClientOptions { TimeProvider = _clock, Jitter = static () => 0 });

        await client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        folder.Write("token", "second");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        File.Delete(file);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await client.Resource<V1ConfigMap>().GetAsync("ns", "a");

        Assert.Equal(["Bearer first", "Bearer second", "Bearer second"], server.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_token_that_is_no_longer_accepted_is_read_again_at_once()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("token", "old");
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Request.Headers.Authorization == "Bearer new"
            ? context.Response.JsonAsync(Stored)
            : context.Response.RefuseAsync(401, "Unauthorized", "expired"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, TokenProvider = new TokenFile(file, _clock) }, new KubernetesClientOptions { TimeProvider = _clock, Jitter = static () => 0 });
        folder.Write("token", "new");

        await client.Resource<V1ConfigMap>().GetAsync("ns", "a");
        folder.Write("token", "old");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True((await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"))).IsUnauthorized);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_our_credentials()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, AccessToken = "t" });

        await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1ConfigMap>().GetAsync("ns", "a"));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Requests_are_counted_by_code_method_and_host()
    {
        ConcurrentBag<string> counted = [];
        await using ScriptedServer server = await ScriptedServer.StartAsync(context => context.Response.RefuseAsync(404, "NotFound", "no"));
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "rest_client_requests_total")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            string labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (labels.EndsWith(server.Address.Authority, StringComparison.Ordinal))
                counted.Add($"{value} {labels}");
        });
        listener.Start();
        using KubernetesClient client = Client(server);

        await client.Resource<V1ConfigMap>().FindAsync("ns", "a");

        Assert.Equal([$"1 code=404,method=GET,host={server.Address.Authority}"], counted);
    }

    private KubernetesClient Client(ScriptedServer server, KubernetesClientOptions? options = null) =>
        new(server.Configuration, options ?? new KubernetesClientOptions { TimeProvider = _clock, Jitter = static () => 0 });

    /// <summary>Waits until the client sleeps for exactly this long and no attempt is running.</summary>
    private Task UntilOnlyADelayIsLeftAsync(TimeSpan delay) => _clock.UntilTimerAsync(delay).WaitAsync(Patience.Usual);
}
