using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Posts reviews to webhooks over HTTPS.</summary>
internal sealed class WebhookTransport(ServiceHosts services, TimeProvider clock) : IDisposable
{
    private const long MaximumAnswerBytes = 16 * 1024 * 1024;

    /// <summary>By the certificates they trust, so that connections are used again.</summary>
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);

    /// <returns>The body of the answer.</returns>
    /// <exception cref="WebhookCallException">There was no answer with status 200 in time.</exception>
    public async Task<byte[]> PostAsync(Webhook webhook, JsonObject review, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(webhook.Address) { Query = $"timeout={(long)webhook.Timeout.TotalSeconds}s" };
        using var content = new ByteArrayContent(JsonText.ToUtf8(review));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var timeout = new CancellationTokenSource(webhook.Timeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await Client(webhook.CaPem).PostAsync(address.Uri, content, ending.Token);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(ending.Token);
            return answer.IsSuccessStatusCode ? body : throw Failed((int)answer.StatusCode, body);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new WebhookCallException($"failed to call webhook: Post \"{address.Uri}\": context deadline exceeded");
        }
        catch (HttpRequestException problem)
        {
            throw new WebhookCallException($"failed to call webhook: Post \"{address.Uri}\": {Describe(problem, address.Uri)}");
        }
    }

    public void Dispose()
    {
        foreach (HttpClient client in _clients.Values)
            client.Dispose();
    }

    private HttpClient Client(string caPem) => _clients.GetOrAdd(caPem, NewClient);

    private HttpClient NewClient(string caPem)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = (connection, cancellationToken) => services.ConnectAsync(connection.DnsEndPoint, cancellationToken), UseProxy = false };
        if (caPem.Length > 0)
            handler.SslOptions.CertificateChainPolicy = Trusting(caPem);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaximumAnswerBytes };
    }

    private static X509ChainPolicy Trusting(string caPem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPem(caPem);
        }
        catch (CryptographicException)
        {
            policy.CustomTrustStore.Clear();
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new WebhookCallException("unable to load root certificates: unable to parse bytes as PEM block");
    }

    private static WebhookCallException Failed(int code, byte[] body) => new(code switch
    {
        404 => "failed to call webhook: the server could not find the requested resource",
        >= 500 => $"failed to call webhook: an error on the server (\"{Encoding.UTF8.GetString(body)}\") has prevented the request from succeeding",
        _ => $"failed to call webhook: the server responded with the status code {code} but did not return more information",
    });

    private static string Describe(HttpRequestException problem, Uri address) => problem.InnerException switch
    {
        WebhookCallException own => own.Message,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"dial tcp {address.Authority}: connect: connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound } => $"dial tcp: lookup {address.Host}: no such host",
        AuthenticationException certificate => $"tls: failed to verify certificate: {certificate.Message}",
        _ => problem.Message,
    };
}
