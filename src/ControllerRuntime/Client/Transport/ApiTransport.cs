using System.Net;
using System.Net.Http.Headers;
using ElementalProvider.ControllerRuntime.Client.Configuration;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>
/// Sends requests to one API server: credentials, rate limit, timeouts, repetition where the server asks for it, errors as exceptions.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly k8s.Kubernetes _kubernetes;
    private readonly string _root;
    private readonly string? _tlsServerName;
    private readonly IRenewableToken? _token;
    private readonly TokenBucket? _limit;
    private readonly KubernetesClientOptions _options;
    private readonly RestClientMetrics _metrics;

    public ApiTransport(KubernetesClientConfiguration configuration, KubernetesClientOptions options)
    {
        Server = new Uri(configuration.Host);
        _root = Server.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _options = options;
        _token = configuration.TokenProvider as IRenewableToken;
        _tlsServerName = configuration.TlsServerName;
        _limit = options.RequestsPerSecond is { } rate ? new TokenBucket(rate, options.Burst, options.TimeProvider) : null;
        _metrics = new RestClientMetrics(options.MeterFactory);
        _kubernetes = HttpHandlers.Connect(configuration, options);
    }

    public Uri Server { get; }

    /// <summary>Sends a request and reads its answer, all within the timeout of a request.</summary>
    public Task<TResult> SendAsync<TResult>(
        ApiRequest request, Func<Stream, CancellationToken, ValueTask<TResult>> read, CancellationToken cancellationToken) =>
        WithinTimeoutAsync(
            request,
            async timeout =>
            {
                using HttpResponseMessage response = await SendAcceptedAsync(request, timeout, cancellationToken);
                await using Stream body = await response.Content.ReadAsStreamAsync(timeout.Token);
                return await read(body, timeout.Token);
            },
            cancellationToken);

    /// <summary>Sends a request and returns when its answer begins; the body has no time limit.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        WithinTimeoutAsync(request, timeout => SendAcceptedAsync(request, timeout, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _kubernetes.Dispose();
        _metrics.Dispose();
    }

    private async Task<HttpResponseMessage> SendAcceptedAsync(ApiRequest request, RequestTimeout timeout, CancellationToken cancellationToken)
    {
        bool tokenRenewed = false;
        for (int retries = 0; ; retries++)
        {
            if (_limit?.Reserve() is { } wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, _options.TimeProvider, cancellationToken);

            timeout.Restart();
            HttpResponseMessage response = await SendOnceAsync(request, timeout.Token);
            if (response.IsSuccessStatusCode)
                return response;

            using (response)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized && !tokenRenewed && _token?.Renew(response.RequestMessage?.Headers.Authorization) == true)
                {
                    tokenRenewed = true;
                    continue;
                }

                ApiException refusal = await Refusals.ReadAsync(request, response, timeout.Token);
                if (retries >= _options.MaxRetries || RetryPolicy.DelayBefore(refusal, retries + 1, _options) is not { } delay)
                    throw refusal;

                timeout.Stop();
                await Task.Delay(delay, _options.TimeProvider, cancellationToken);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(request.Method, _root + request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };

        // The pool takes the name that the server's certificate must have from the Host header.
        message.Headers.Host = _tlsServerName;
        message.Headers.Accept.Add(Json);
        if (_kubernetes.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(message, cancellationToken);

        try
        {
            HttpResponseMessage response = await _kubernetes.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            _metrics.Answered(request.Method, Server, (int)response.StatusCode);
            return response;
        }
        catch (HttpRequestException exception)
        {
            _metrics.Failed(request.Method, Server);
            if (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
                throw new HttpRequestException(exception.HttpRequestError, Words(exception), exception);
            throw;
        }
    }

    /// <summary>What kept a connection from being safe is said by the innermost; the outer ones only point to it.</summary>
    private string Words(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return $"No safe connection to {Server.Authority}: {exception.Message}";
    }

    /// <summary>Callers see a refusal, an unreachable server or their own cancellation, and nothing else.</summary>
    private async Task<TResult> WithinTimeoutAsync<TResult>(
        ApiRequest request, Func<RequestTimeout, Task<TResult>> attempt, CancellationToken cancellationToken)
    {
        using RequestTimeout timeout = new(_options, cancellationToken);
        try
        {
            return await attempt(timeout);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException exception) when (timeout.Expired)
        {
            throw new HttpRequestException(
                $"{Server.Authority} did not answer {request.Method} {request.Path} within {_options.RequestTimeout.TotalSeconds:0.#} s.", exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException($"The answer of {Server.Authority} to {request.Method} {request.Path} was cut off.", exception);
        }
    }
}
