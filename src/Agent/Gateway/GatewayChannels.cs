using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Configuration;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.Agent.Gateway;

/// <summary>The way to the gateway.</summary>
internal interface IGatewayChannels
{
    /// <summary>A place on the channel for a configuration; it connects with the first call.</summary>
    /// <param name="config">The configuration as it is now.</param>
    /// <param name="endpoint">Which of its addresses.</param>
    IChannelLease Take(AgentConfig config, EndpointSettings endpoint);
}

/// <summary>A place on a channel, until it is disposed.</summary>
internal interface IChannelLease : IDisposable
{
    /// <summary>What calls are made with.</summary>
    CallInvoker Invoker { get; }
}

/// <summary>
/// The way to the gateway, with the address and the trust that the configuration asks for now. Where that changes, calls that are under way
/// end on the channel they began on, and the next one opens another.
/// </summary>
/// <param name="clock">The time that certificates are judged by.</param>
internal sealed class GatewayChannels(TimeProvider clock) : IGatewayChannels, IDisposable
{
    private readonly Lock gate = new();
    private Shared? current;

    public IChannelLease Take(AgentConfig config, EndpointSettings endpoint)
    {
        ChannelSettings settings = ChannelSettings.Of(config, endpoint);
        lock (gate)
        {
            if (current?.Settings != settings)
            {
                current?.Leave();
                current = new Shared(settings, Open(settings));
            }

            return current.Join();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            current?.Leave();
            current = null;
        }
    }

    private GrpcChannel Open(ChannelSettings settings)
    {
        HttpMessageHandler handler = GatewaySockets.NewHandler(Trust(settings));
        string prefix = settings.Address.AbsolutePath.TrimEnd('/');
        return GrpcChannel.ForAddress(settings.Address, new GrpcChannelOptions
        {
            HttpHandler = prefix.Length > 0 ? new PrefixHandler(prefix, handler) : handler,
            DisposeHttpClient = true,
        });
    }

    private SslClientAuthenticationOptions Trust(ChannelSettings settings) => new()
    {
#pragma warning disable CA5359 // The user asked for exactly this.
        RemoteCertificateValidationCallback = settings.AcceptsAnyCertificate ? AcceptAny : new ServerTrust(settings, clock).Validate,
#pragma warning restore CA5359
        CertificateChainPolicy = settings.Authorities.Length > 0 ? CustomTrust(settings) : null,
    };

    private static X509ChainPolicy CustomTrust(ChannelSettings settings)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(settings.Authorities);
        if (settings.TrustsSystem)
        {
            using X509Store system = new(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(system.Certificates);
        }

        return policy;
    }

    // Asked for by name in agent.insecureSkipTlsVerify; every start of the agent warns about it.
    private static bool AcceptAny(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    /// <summary>A place on a channel; the channel is closed when it is out of use and everybody has left.</summary>
    internal sealed class Lease(Shared shared) : IChannelLease
    {
        private Shared? held = shared;

        public CallInvoker Invoker { get; } = shared.Channel.CreateCallInvoker();

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Leave();
    }

    /// <summary>A channel and how many use it, the one that opened it included.</summary>
    internal sealed class Shared(ChannelSettings settings, GrpcChannel channel)
    {
        private int users = 1;

        public ChannelSettings Settings => settings;

        public GrpcChannel Channel => channel;

        public Lease Join()
        {
            Interlocked.Increment(ref users);
            return new Lease(this);
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref users) == 0)
                channel.Dispose();
        }
    }

    /// <summary>gRPC knows hosts and ports only: a server below a path needs it before each of its own.</summary>
    private sealed class PrefixHandler(string prefix, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!, prefix + request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
