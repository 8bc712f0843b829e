using System.Net;
using System.Net.Http.Headers;
using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.ApiServer;

/// <summary>
/// Plain requests over a fixed number of HTTP/2 connections, used in turn. Answers are not decoded: what is measured is the server.
/// </summary>
internal sealed class RestClient : IDisposable
{
    private readonly k8s.Kubernetes[] _connections;
    private int _next = -1;

    public RestClient(KubernetesClientConfiguration configuration, int connections)
    {
        configuration.UserAgent = UserAgent.Name;
        configuration.FirstMessageHandlerSetup += static handler =>
        {
            handler.MaxConnectionsPerServer = 1;
            handler.EnableMultipleHttp2Connections = false;
        };
        _connections = [.. Enumerable.Range(0, connections).Select(_ => Connect(configuration))];
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <exception cref="HttpRequestException">It could not be sent, or was refused.</exception>
    public async Task<byte[]> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Version = HttpVersion.Version20 };
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        using HttpResponseMessage answer = await Next().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        byte[] content = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? content
            : throw new HttpRequestException($"{method} {path} was answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(content)}");
    }

    public Task<byte[]> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, default, "", cancellationToken);

    /// <summary>Begins to read an answer that has no end of its own.</summary>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Version = HttpVersion.Version20 };
        HttpResponseMessage answer = await Next().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
    }

    public void Dispose()
    {
        foreach (k8s.Kubernetes connection in _connections)
            connection.Dispose();
    }

    private HttpClient Next() => _connections[(uint)Interlocked.Increment(ref _next) % _connections.Length].HttpClient;

    private static k8s.Kubernetes Connect(KubernetesClientConfiguration configuration)
    {
        k8s.Kubernetes connection = new(configuration);
        connection.HttpClient.BaseAddress = connection.BaseUri;
        connection.HttpClient.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (configuration.AccessToken is { } token)
            connection.HttpClient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return connection;
    }
}
