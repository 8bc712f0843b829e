using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Testing.Time;

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
    private TaskCompletionSource? _watchGate;
    private volatile bool _isDown;

    /// <summary>Everything that was asked and answered, such as <c>PATCH 200</c>; reads of whole collections are not among it.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

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

    /// <summary>From now on watches bring nothing: the informers stay as they are.</summary>
    public void HoldWatches() => _watchGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the watches bring what they have.</summary>
    public void ReleaseWatches() => Interlocked.Exchange(ref _watchGate, null)?.SetResult();

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

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.Query.Length == 0 || request.Method != HttpMethod.Get)
            Answers.Enqueue($"{request.Method} {(int)response.StatusCode}");
        if (request.RequestUri.Query.Contains("watch=", StringComparison.Ordinal))
            response.Content = new StreamContent(new Watch(await response.Content.ReadAsStreamAsync(cancellationToken), () => _watchGate?.Task ?? Task.CompletedTask));
        return response;
    }

    /// <summary>A watch whose events arrive once the gate is open.</summary>
    private sealed class Watch(Stream events, Func<Task> gate) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await events.ReadAsync(buffer, cancellationToken);
            await gate().WaitAsync(cancellationToken);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                events.Dispose();
            base.Dispose(disposing);
        }
    }
}
