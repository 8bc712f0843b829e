using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Starts calls over the HTTP/2 connections of a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException(
            $"{method.FullName} was called synchronously; HTTP/2 has no blocking calls, so use the method's Async form.");

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        HttpCall<TRequest, TResponse> call = new(channel, method, host, options);
        call.Start(request);
        return new AsyncUnaryCall<TResponse>(
            call.ReadSingleAsync(),
            static state => ((CallLifetime)state).ResponseHeadersAsync,
            static state => ((CallLifetime)state).GetStatus(),
            static state => ((CallLifetime)state).GetTrailers(),
            static state => ((CallLifetime)state).Dispose(),
            call.Lifetime);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        HttpCall<TRequest, TResponse> call = new(channel, method, host, options);
        call.Start(request);
        return new AsyncServerStreamingCall<TResponse>(
            new ResponseStreamReader<TRequest, TResponse>(call),
            static state => ((CallLifetime)state).ResponseHeadersAsync,
            static state => ((CallLifetime)state).GetStatus(),
            static state => ((CallLifetime)state).GetTrailers(),
            static state => ((CallLifetime)state).Dispose(),
            call.Lifetime);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        HttpCall<TRequest, TResponse> call = new(channel, method, host, options);
        RequestStreamWriter<TRequest, TResponse> writer = new(call, call.StartStreaming());
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            writer,
            call.ReadSingleAsync(),
            static state => ((CallLifetime)state).ResponseHeadersAsync,
            static state => ((CallLifetime)state).GetStatus(),
            static state => ((CallLifetime)state).GetTrailers(),
            static state => ((CallLifetime)state).Dispose(),
            call.Lifetime);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        HttpCall<TRequest, TResponse> call = new(channel, method, host, options);
        RequestStreamWriter<TRequest, TResponse> writer = new(call, call.StartStreaming());
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            writer,
            new ResponseStreamReader<TRequest, TResponse>(call),
            static state => ((CallLifetime)state).ResponseHeadersAsync,
            static state => ((CallLifetime)state).GetStatus(),
            static state => ((CallLifetime)state).GetTrailers(),
            static state => ((CallLifetime)state).Dispose(),
            call.Lifetime);
    }
}
