using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>The network between a gateway and the API server, where a test can hold requests back or lose them.</summary>
internal sealed class GatedNetwork(ElementalApi api) : DelegatingHandler(new SocketsHttpHandler
{
    EnableMultipleHttp2Connections = true,
    SslOptions = new SslClientAuthenticationOptions
    {
        ClientCertificates = [CertificateOf(api.Configuration)],
        CertificateChainPolicy = Trusting(api.Configuration.SslCaCerts),
    },
})
{
    private readonly SemaphoreSlim _arrived = new(0);
    private HttpMethod _held = HttpMethod.Patch;
    private TaskCompletionSource? _gate;
    private volatile bool _isDown;

    /// <summary>Whether changes reach the API server; while they do not, the gateway sees a connection that fails.</summary>
    public bool IsDown { get => _isDown; set => _isDown = value; }

    /// <summary>Holds all requests of a kind back from now on.</summary>
    /// <param name="method">The kind; patches where not said.</param>
    public void Hold(HttpMethod? method = null)
    {
        _held = method ?? HttpMethod.Patch;
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Waits until a request is being held.</summary>
    public Task ArrivedAsync() => _arrived.WaitAsync().InTime();

    /// <summary>Lets the requests through.</summary>
    public void Release() => Interlocked.Exchange(ref _gate, null)?.SetResult();

    private static X509Certificate2 CertificateOf(KubernetesClientConfiguration configuration) =>
        X509Certificate2.CreateFromPem(Text(configuration.ClientCertificateData), Text(configuration.ClientCertificateKeyData));

    private static string Text(string base64) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_isDown && request.Method == HttpMethod.Patch)
        {
            _arrived.Release();
            throw new HttpRequestException("the network is down");
        }

        if (request.Method == _held && _gate is { } gate)
        {
            _arrived.Release();
            await gate.Task.WaitAsync(cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
