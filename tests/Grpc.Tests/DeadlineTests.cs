using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using ElementalProvider.Testing.Time;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>Deadlines on both sides, each by its own clock.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clientClock = new();
    private readonly ManualTimeProvider _serverClock = new();
    private ProbeServer _server = null!;
    private GrpcChannel _channel = null!;
    private Probe.ProbeClient _client = null!;

    private DateTime InTenSeconds => _clientClock.GetUtcNow().UtcDateTime.AddSeconds(10);

    public async Task InitializeAsync()
    {
        _server = await ProbeServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(_serverClock));
        _channel = _server.CreateChannel(options => options.ServiceProvider = new SingleService<TimeProvider>(_clientClock));
        _client = new Probe.ProbeClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_client_gives_up_at_its_deadline_and_the_handler_is_cancelled()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "wait" }, deadline: InTenSeconds);
        await _server.Events.Started.Task.Soon();

        _clientClock.Advance(TimeSpan.FromSeconds(10));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        await _server.Events.Cancelled.Task.Soon();
    }

    [Fact]
    public async Task A_client_does_not_give_up_before_its_deadline()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "ignore-token" }, deadline: InTenSeconds);
        await _server.Events.Started.Task.Soon();

        _clientClock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        _server.Events.Continue.SetResult();

        Assert.Equal("ignore-token", (await call.ResponseAsync.Soon()).Text);
    }

    [Fact]
    public async Task A_server_ends_an_overdue_call_whose_handler_obeys_its_token()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "wait" }, deadline: InTenSeconds);
        await _server.Events.Started.Task.Soon();

        _serverClock.Advance(TimeSpan.FromSeconds(10));

        await _server.Events.Cancelled.Task.Soon();
        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public async Task A_server_ends_an_overdue_call_even_if_its_handler_runs_on()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "ignore-token" }, deadline: InTenSeconds);
        await _server.Events.Started.Task.Soon();

        _serverClock.Advance(TimeSpan.FromSeconds(10));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        _server.Events.Continue.SetResult();
        Assert.Equal("next", (await _client.AskAsync(new Question { Command = "next" }).ResponseAsync.Soon()).Text);
    }

    [Fact]
    public async Task An_overdue_stream_ends_after_what_was_sent()
    {
        using AsyncServerStreamingCall<Answer> call =
            _client.List(new Question { Command = "then-wait", Number = 1 }, deadline: InTenSeconds);
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        _serverClock.Advance(TimeSpan.FromSeconds(10));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public async Task An_overdue_duplex_stream_stops_waiting_for_requests()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk(deadline: InTenSeconds);
        await call.RequestStream.WriteAsync(new Question()).Soon();
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        _serverClock.Advance(TimeSpan.FromSeconds(10));

        Assert.IsAssignableFrom<OperationCanceledException>(await _server.Events.HandlerFailed.Task.Soon());
        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public async Task The_handler_sees_the_deadline_by_the_clock_of_the_server()
    {
        _serverClock.Advance(TimeSpan.FromHours(1));

        await _client.AskAsync(new Question(), deadline: InTenSeconds).ResponseAsync.Soon();

        Assert.Equal(_serverClock.GetUtcNow().UtcDateTime.AddSeconds(10), _server.Events.Deadline);
    }

    [Fact]
    public async Task A_call_without_a_deadline_has_none_and_no_timer()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        await _server.Events.Started.Task.Soon();

        Assert.Equal(DateTime.MaxValue, _server.Events.Deadline);
        Assert.Equal(0, _clientClock.PendingTimers);
        Assert.Equal(0, _serverClock.PendingTimers);
    }

    [Fact]
    public async Task The_timer_of_a_call_ends_with_it()
    {
        await _client.AskAsync(new Question(), deadline: InTenSeconds).ResponseAsync.Soon();

        Assert.Equal(0, _clientClock.PendingTimers);
    }

    [Fact]
    public async Task A_deadline_in_the_past_fails_the_call_before_it_is_sent()
    {
        DateTime past = _clientClock.GetUtcNow().UtcDateTime.AddSeconds(-1);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => _client.AskAsync(new Question(), deadline: past).ResponseAsync.Soon());

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        Assert.False(_server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task A_deadline_years_away_is_reached_in_steps()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(
            new Question { Command = "wait" }, deadline: _clientClock.GetUtcNow().UtcDateTime.AddDays(100));
        await _server.Events.Started.Task.Soon();

        for (int step = 0; step < 3; step++)
        {
            _clientClock.Advance(TimeSpan.FromDays(30));
            Assert.Equal(1, _clientClock.PendingTimers);
        }

        _clientClock.Advance(TimeSpan.FromDays(10));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }

    [Fact]
    public void A_deadline_in_local_time_is_refused()
    {
        DateTime local = DateTime.SpecifyKind(InTenSeconds, DateTimeKind.Local);

        Assert.Throws<ArgumentException>(() => _client.AskAsync(new Question(), deadline: local));
    }

    [Fact]
    public async Task A_child_call_ends_by_the_deadline_of_its_parent()
    {
        using AsyncUnaryCall<Answer> parent = _client.AskAsync(new Question { Command = "ignore-token" }, deadline: InTenSeconds);
        ServerCallContext context = await _server.Events.Started.Task.Soon();
        await using ProbeServer other = await ProbeServer.StartAsync();
        using GrpcChannel channel = other.CreateChannel(
            options => options.ServiceProvider = new SingleService<TimeProvider>(_serverClock));
        using AsyncUnaryCall<Answer> child = new Probe.ProbeClient(channel).AskAsync(
            new Question { Command = "wait" }, new CallOptions(propagationToken: context.CreatePropagationToken(new ContextPropagationOptions(propagateCancellation: false))));
        await other.Events.Started.Task.Soon();

        _serverClock.Advance(TimeSpan.FromSeconds(10));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => child.ResponseAsync.Soon());
        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
    }
}
