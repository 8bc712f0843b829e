using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>Interceptors on both sides: their order, and every kind of call.</summary>
public sealed class InterceptorTests
{
    [Fact]
    public async Task Client_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();
        List<string> seen = [];
        Probe.ProbeClient client = new(channel.Intercept(new RecordingClient("outer", seen), new RecordingClient("inner", seen)));

        await CallEveryKindAsync(client);

        Assert.Equal(
            ["outer Ask", "inner Ask", "outer Collect", "inner Collect", "outer List", "inner List", "outer Talk", "inner Talk"], seen);
    }

    [Fact]
    public async Task A_client_interceptor_may_change_the_metadata()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();
        Probe.ProbeClient client = new(channel.Intercept(metadata =>
        {
            metadata.Add("x-added", "yes");
            return metadata;
        }));

        await CallEveryKindAsync(client);

        Assert.Equal("yes", server.Events.RequestHeaders.GetValue("x-added"));
    }

    [Fact]
    public async Task Server_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options =>
        {
            options.Interceptors.Add<RecordingServer>("outer");
            options.Interceptors.Add<RecordingServer>("inner");
        });
        using GrpcChannel channel = server.CreateChannel();

        await CallEveryKindAsync(new Probe.ProbeClient(channel));

        Assert.Equal(
            [
                "outer Unary", "inner Unary", "outer ClientStreaming", "inner ClientStreaming",
                "outer ServerStreaming", "inner ServerStreaming", "outer DuplexStreaming", "inner DuplexStreaming",
            ],
            server.Events.Interceptions);
    }

    [Fact]
    public async Task The_interceptors_of_all_services_go_before_those_of_one()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(
            options => options.Interceptors.Add<RecordingServer>("all"),
            services => services.AddGrpc().AddServiceOptions<ProbeService>(
                options => options.Interceptors.Add<RecordingServer>("one")));
        using GrpcChannel channel = server.CreateChannel();

        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal(["all Unary", "one Unary"], server.Events.Interceptions);
    }

    [Fact]
    public async Task A_server_interceptor_may_refuse_a_call()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.Interceptors.Add<Refusing>());
        using GrpcChannel channel = server.CreateChannel();

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon());

        Assert.Equal(new Status(StatusCode.Unauthenticated, "who are you?"), exception.Status);
        Assert.False(server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task An_interceptor_made_for_a_call_is_disposed_with_it_and_a_registered_one_is_not()
    {
        Registered registered = new();
        await using ProbeServer server = await ProbeServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<Registered>();
                options.Interceptors.Add<Disposed>();
            },
            services => services.AddSingleton(registered));
        using GrpcChannel channel = server.CreateChannel();

        await new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal(["disposed"], server.Events.Interceptions);
        Assert.Equal(1, registered.Calls);
        Assert.False(registered.IsDisposed);
    }

    [Fact]
    public void A_type_that_is_no_interceptor_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Grpc.AspNetCore.Server.InterceptorCollection().Add(typeof(string)));
    }

    private static async Task CallEveryKindAsync(Probe.ProbeClient client)
    {
        await client.AskAsync(new Question()).ResponseAsync.Soon();

        using AsyncClientStreamingCall<Question, Answer> collect = client.Collect();
        await collect.RequestStream.CompleteAsync().Soon();
        await collect.ResponseAsync.Soon();

        using AsyncServerStreamingCall<Answer> list = client.List(new Question());
        Assert.False(await list.ResponseStream.MoveNext().Soon());

        using AsyncDuplexStreamingCall<Question, Answer> talk = client.Talk();
        await talk.RequestStream.CompleteAsync().Soon();
        Assert.False(await talk.ResponseStream.MoveNext().Soon());
    }

    private sealed class RecordingClient(string name, List<string> seen) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Name}");
            return base.AsyncUnaryCall(request, context, continuation);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Name}");
            return base.AsyncServerStreamingCall(request, context, continuation);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Name}");
            return base.AsyncClientStreamingCall(context, continuation);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Name}");
            return base.AsyncDuplexStreamingCall(context, continuation);
        }
    }

    private sealed class RecordingServer(string name, ProbeEvents events) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            events.Interceptions.Enqueue($"{name} Unary");
            return base.UnaryServerHandler(request, context, continuation);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            events.Interceptions.Enqueue($"{name} ClientStreaming");
            return base.ClientStreamingServerHandler(requestStream, context, continuation);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            events.Interceptions.Enqueue($"{name} ServerStreaming");
            return base.ServerStreamingServerHandler(request, responseStream, context, continuation);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            events.Interceptions.Enqueue($"{name} DuplexStreaming");
            return base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation);
        }
    }

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.Unauthenticated, "who are you?"));
    }

    private sealed class Registered : Interceptor, IDisposable
    {
        public int Calls { get; private set; }

        public bool IsDisposed { get; private set; }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Calls++;
            return continuation(request, context);
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Disposed(ProbeEvents events) : Interceptor, IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            events.Interceptions.Enqueue("disposed");
            return ValueTask.CompletedTask;
        }
    }
}
