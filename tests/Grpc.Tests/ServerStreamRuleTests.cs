using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using ElementalProvider.Testing.Time;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>What a handler may do with its call, and what it is told when it may not.</summary>
public sealed class ServerStreamRuleTests
{
    private static readonly Answer Large = new() { Data = ByteString.CopyFrom(new byte[4 * 1024 * 1024 - 100]) };

    private readonly TaskCompletionSource<object> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Two_writes_at_once_are_refused()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = async (_, responses, _) =>
            {
                // More than flow control lets through while the client does not read.
                Task first = responses.WriteAsync(Large);
                _outcome.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new Answer())));
                await first;
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();

        Assert.IsType<InvalidOperationException>(await _outcome.Task.Soon());
        Assert.True(await call.ResponseStream.MoveNext().Soon());
        Assert.Equal(Large, call.ResponseStream.Current);
        Assert.False(await call.ResponseStream.MoveNext().Soon());
    }

    [Fact]
    public async Task Two_reads_at_once_are_refused()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = async (requests, _, _) =>
            {
                Task<bool> first = requests.MoveNext();
                _outcome.SetResult(await Record.ExceptionAsync(() => requests.MoveNext()));
                await first;
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();

        Assert.IsType<InvalidOperationException>(await _outcome.Task.Soon());
    }

    [Fact]
    public async Task Streams_of_a_call_that_is_over_cannot_be_used()
    {
        TaskCompletionSource<(IAsyncStreamReader<Question> Requests, IServerStreamWriter<Answer> Responses)> leaked = new();
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = (requests, responses, _) =>
            {
                leaked.SetResult((requests, responses));
                return Task.CompletedTask;
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();
        Assert.False(await call.ResponseStream.MoveNext().Soon());

        (IAsyncStreamReader<Question> requests, IServerStreamWriter<Answer> responses) = await leaked.Task.Soon();

        await Assert.ThrowsAsync<InvalidOperationException>(() => requests.MoveNext().Soon());
        await Assert.ThrowsAsync<InvalidOperationException>(() => responses.WriteAsync(new Answer()).Soon());
    }

    [Fact]
    public async Task Writing_to_a_client_that_is_gone_is_cancelled()
    {
        TaskCompletionSource started = new();
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = async (_, responses, context) =>
            {
                TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
                await using CancellationTokenRegistration registration = context.CancellationToken.Register(gone.SetResult);
                started.SetResult();
                await gone.Task;
                _outcome.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new Answer())));
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();
        await started.Task.Soon();

        call.Dispose();

        Assert.IsAssignableFrom<OperationCanceledException>(await _outcome.Task.Soon());
    }

    [Fact]
    public async Task A_write_that_waits_for_flow_control_ends_when_the_client_goes()
    {
        TaskCompletionSource writing = new();
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = async (_, responses, _) =>
            {
                Task write = responses.WriteAsync(Large);
                writing.SetResult();
                _outcome.SetResult(await Record.ExceptionAsync(() => write));
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();
        await writing.Task.Soon();

        call.Dispose();

        Assert.IsAssignableFrom<OperationCanceledException>(await _outcome.Task.Soon());
    }

    [Fact]
    public async Task A_write_that_waits_for_flow_control_ends_at_the_deadline()
    {
        ManualTimeProvider clock = new();
        TaskCompletionSource writing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedProbe probe = new()
        {
            OnTalk = async (_, responses, _) =>
            {
                Task write = responses.WriteAsync(Large);
                writing.SetResult();
                _outcome.SetResult(await Record.ExceptionAsync(() => write));
            },
        };
        await using ProbeServer server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(probe).AddSingleton<TimeProvider>(clock),
            endpoints: endpoints => endpoints.MapGrpcService<ScriptedProbe>());
        using GrpcChannel channel = server.CreateChannel(
            options => options.ServiceProvider = new SingleService<TimeProvider>(new ManualTimeProvider()));
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk(
            deadline: new ManualTimeProvider().GetUtcNow().UtcDateTime.AddSeconds(10));
        await writing.Task.Soon();

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.IsAssignableFrom<OperationCanceledException>(await _outcome.Task.Soon());
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
    }

    [Fact]
    public async Task The_token_of_a_read_cancels_only_the_read()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnTalk = async (requests, responses, _) =>
            {
                using CancellationTokenSource impatience = new();
                Task<bool> read = requests.MoveNext(impatience.Token);
                await impatience.CancelAsync();
                _outcome.SetResult(await Record.ExceptionAsync(() => read));
                await responses.WriteAsync(new Answer { Text = "still here" });
                await requests.MoveNext();
                await responses.WriteAsync(new Answer { Text = requests.Current.Command });
            },
        });
        using GrpcChannel channel = server.CreateChannel();
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();

        Assert.IsAssignableFrom<OperationCanceledException>(await _outcome.Task.Soon());
        Assert.True(await call.ResponseStream.MoveNext().Soon());
        await call.RequestStream.WriteAsync(new Question { Command = "hello" }).Soon();
        Assert.True(await call.ResponseStream.MoveNext().Soon());
        Assert.Equal("hello", call.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task Response_headers_cannot_be_sent_twice()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnAsk = async (_, context) =>
            {
                await context.WriteResponseHeadersAsync([]);
                _outcome.SetResult(await Record.ExceptionAsync(() => context.WriteResponseHeadersAsync([])));
                return new Answer();
            },
        });
        using GrpcChannel channel = server.CreateChannel();

        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.IsType<InvalidOperationException>(await _outcome.Task.Soon());
    }

    [Fact]
    public async Task A_method_that_a_service_does_not_override_is_unimplemented()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe());
        using GrpcChannel channel = server.CreateChannel();

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon());

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
    }

    [Fact]
    public async Task A_handler_reaches_its_http_request_and_shares_state_with_interceptors()
    {
        await using ProbeServer server = await StartAsync(new ScriptedProbe
        {
            OnAsk = (_, context) =>
            {
                context.UserState["seen"] = context.GetHttpContext().Request.Path.Value!;
                return Task.FromResult(new Answer { Text = (string)context.UserState["seen"] });
            },
        });
        using GrpcChannel channel = server.CreateChannel();

        Answer answer = await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal("/elemental.test.v1.Probe/Ask", answer.Text);
    }

    private static Task<ProbeServer> StartAsync(ScriptedProbe probe) => ProbeServer.StartAsync(
        services: services => services.AddSingleton(probe),
        endpoints: endpoints => endpoints.MapGrpcService<ScriptedProbe>());
}
