using System.Net;
using System.Net.Sockets;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Stands in for a cluster network: says where the services are that webhooks are reached through.</summary>
/// <param name="services">Addresses by "namespace/name".</param>
internal sealed class ServiceHosts(IReadOnlyDictionary<string, IPEndPoint> services)
{
    private const string Suffix = ".svc";

    /// <summary>The cluster name of a service: the one its certificate is for.</summary>
    public static string Name(string namespaceName, string name) => $"{name}.{namespaceName}{Suffix}";

    /// <summary>Connects to a service where the host is one, and else to the host itself.</summary>
    /// <exception cref="WebhookCallException">The service is not known.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Find(host), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private EndPoint Find(DnsEndPoint host)
    {
        string[] parts = host.Host.Split('.');
        if (parts is not [var name, var namespaceName, "svc"])
            return host;
        return services.TryGetValue($"{namespaceName}/{name}", out IPEndPoint? known)
            ? known
            : throw new WebhookCallException($"service \"{namespaceName}/{name}\" cannot be reached: this server has no cluster network; use a url, or say in its options where the service is");
    }
}
