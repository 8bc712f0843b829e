using System.Net;
using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>One call: an HTTP/2 request whose response is read message by message.</summary>
internal sealed class HttpCall<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly CallOptions _options;
    private readonly DateTime? _deadline;
    private Task<ActiveResponse?> _response = Task.FromResult<ActiveResponse?>(null);

    public HttpCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        channel.ThrowIfDisposed();
        _channel = channel;
        _method = method;
        _host = host;
        _options = options;
        _deadline = Earlier(ToUtc(options.Deadline), options.PropagationToken?.Deadline);
        Lifetime = new CallLifetime(channel, _deadline, options.CancellationToken);
        if (options.PropagationToken?.CancellationToken is { CanBeCanceled: true } parent)
        {
            Lifetime.Attach(Lifetime.RegisterCancellation(parent));
        }
    }

    public CallLifetime Lifetime { get; }

    public WriteOptions? WriteOptions => _options.WriteOptions;

    /// <summary>Sends the call with its only request.</summary>
    public void Start(TRequest request) => _response = SendAsync(new SingleRequestContent<TRequest>(Serialize, request));

    /// <summary>Sends the call; its requests follow through the content.</summary>
    public StreamingRequestContent StartStreaming()
    {
        StreamingRequestContent content = new(Lifetime.Ended);
        _response = SendAsync(content);
        return content;
    }

    /// <summary>Serializes a request; a failure ends the call, because a request that is left out would change its meaning.</summary>
    public MessageFrame Serialize(TRequest request)
    {
        try
        {
            return MessageFrame.Create(request, _method.RequestMarshaller, _channel.MaxSendMessageSize);
        }
        catch (RpcException exception)
        {
            Lifetime.TryEnd(exception.Status, exception.Trailers);
            throw;
        }
    }

    /// <summary>Reads the only response and the trailers.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        TResponse? single = await ReadNextAsync();
        if (single is null)
        {
            throw new RpcException(
                new Status(StatusCode.Internal, "The call ended with OK but without its response."), Lifetime.GetTrailers());
        }

        if (await ReadNextAsync() is not null)
        {
            throw EndWith(new Status(StatusCode.Internal, "The server sent more than one response to a call that has one."));
        }

        return single;
    }

    /// <summary>Reads the next response; null when the call has ended with OK.</summary>
    public async ValueTask<TResponse?> ReadNextAsync()
    {
        try
        {
            if (await _response is { } response && !Lifetime.HasEnded)
            {
                if (await response.ReadAsync(_method.ResponseMarshaller, _channel.MaxReceiveMessageSize, Lifetime.Ended) is { } message)
                {
                    return message;
                }

                Lifetime.TryEnd(response.ReadStatus(), response.ReadTrailers());
            }
        }
        catch (Exception exception)
        {
            throw EndWith(CallStatus.FromException(exception));
        }

        return Lifetime.GetStatus().StatusCode == StatusCode.OK ? null : throw Lifetime.CreateException();
    }

    private static DateTime? ToUtc(DateTime? deadline)
    {
        if (deadline is { Kind: not DateTimeKind.Utc } value && value != DateTime.MaxValue && value != DateTime.MinValue)
        {
            throw new ArgumentException(
                $"The deadline must be in UTC, but its kind is {value.Kind}; use DateTime.ToUniversalTime.", nameof(deadline));
        }

        return deadline;
    }

    private static DateTime? Earlier(DateTime? first, DateTime? second) => first < second || second is null ? first : second;

    // What has been decided before stands: a stream that fails because the call was cancelled is told the cancellation.
    private Exception EndWith(Status status)
    {
        Lifetime.TryEnd(status, []);
        return Lifetime.CreateException();
    }

    private async Task<ActiveResponse?> SendAsync(HttpContent content)
    {
        try
        {
            HttpRequestMessage request = await CreateRequestAsync(content);
            Lifetime.Attach(request);
            Lifetime.Ended.ThrowIfCancellationRequested();
            HttpResponseMessage response = _channel.Invoker is HttpClient client
                ? await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Lifetime.Ended)
                : await _channel.Invoker.SendAsync(request, Lifetime.Ended);
            Lifetime.Attach(response);
            if (CallStatus.FromResponseHeaders(response) is { } early)
            {
                Lifetime.TryEnd(early.Status, early.Trailers);
                return null;
            }

            Lifetime.SetResponseHeaders(CallStatus.ReadMetadata(response.Headers));
            return new ActiveResponse(response, await response.Content.ReadAsStreamAsync(Lifetime.Ended));
        }
        catch (Exception exception)
        {
            Lifetime.TryEnd(CallStatus.FromException(exception), []);
            return null;
        }
    }

    private async Task<HttpRequestMessage> CreateRequestAsync(HttpContent content)
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(_channel.Address, _method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        Metadata credentials = await AuthenticateAsync();
        TimeSpan? timeout = _deadline is { } deadline && deadline != DateTime.MaxValue
            ? deadline - _channel.Clock.GetUtcNow().UtcDateTime
            : null;
        RequestHeaders.Write(request, timeout, _host, _options.Headers ?? [], credentials);
        return request;
    }

    private async ValueTask<Metadata> AuthenticateAsync()
    {
        Metadata metadata = [];
        if (!_channel.SendsCallCredentials)
        {
            return metadata;
        }

        AuthInterceptorContext context = new(
            new Uri(_channel.Address, _method.ServiceName).ToString(), _method.Name, Lifetime.Ended);
        foreach (CallCredentials? credentials in new[] { _channel.CallCredentials, _options.Credentials })
        {
            if (credentials is not null)
            {
                await credentials.AuthenticateAsync(context, metadata);
            }
        }

        return metadata;
    }
}
