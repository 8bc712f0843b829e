using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

namespace ElementalProvider.DevCluster.Machines.ControlPlane;

/// <summary>The API server and the etcd of one cluster. Disposing ends both.</summary>
internal sealed class RunningControlPlane : IAsyncDisposable
{
    private const int EtcdPort = 2379;
    private const string EtcdPod = "etcd-";
    private const string ApiServerPod = "kube-apiserver-";
    private DevApiServer? _server;
    private EtcdServer? _etcd;

    private RunningControlPlane()
    {
    }

    /// <summary>Where the API server listens.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The control plane machines that have power, and the names of their Nodes.</summary>
    public ConcurrentDictionary<string, string> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>The members of its etcd.</summary>
    public EtcdMembers Etcd { get; } = new();

    /// <summary>Starts the API server of a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="data">Folder that keeps what it is told.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Null where something listens on the endpoint already.</returns>
    /// <exception cref="DevClusterException">It cannot run; the message says what to change.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The authority is none.</exception>
    public static async Task<RunningControlPlane?> StartAsync(ClusterAuthority cluster, string data, CancellationToken cancellationToken)
    {
        RunningControlPlane running = new();
        try
        {
            if (cluster.Etcd is { } etcd)
                running._etcd = await EtcdServer.StartAsync(etcd, running.Etcd, TimeProvider.System, cancellationToken);
            running._server = await running.ListenAsync(cluster, data, cancellationToken);
            await running._server.ApplyAsync(EmbeddedManifests.In("WorkloadRights"), cancellationToken);
            return running;
        }
        catch (IOException) when (running._server is null)
        {
            await running.DisposeAsync();
            return null;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_etcd is not null)
            await _etcd.DisposeAsync();
    }

    private async Task<DevApiServer> ListenAsync(ClusterAuthority cluster, string data, CancellationToken cancellationToken)
    {
        (string host, int port) = cluster.Address;
        Directory.CreateDirectory(data);
        DevApiServerOptions options = new()
        {
            Address = await ResolveAsync(host, cancellationToken),
            Port = port,
            Names = IPAddress.TryParse(host, out _) ? [] : [host],
            CaCertificatePem = cluster.CertificatePem,
            CaKeyPem = cluster.KeyPem,
            DataDirectory = data,
            PodEndpoint = EndpointOf,
        };
        try
        {
            return await DevApiServer.StartAsync(options, cancellationToken);
        }
        catch (DataDirectoryException exception)
        {
            throw new DevClusterException($"{exception.Message}.");
        }
        catch (SocketException exception)
        {
            throw new DevClusterException(
                $"The API server cannot listen on {cluster.Endpoint}: {exception.Message}. The endpoint of the cluster must be an address of this computer and a free port.");
        }
    }

    /// <summary>The ports of static pods, as the kubelets of machines with power would forward them.</summary>
    private IPEndPoint? EndpointOf(PodPort port) => port switch
    {
        { Namespace: "kube-system", Port: EtcdPort, Pod: var pod } when Runs(EtcdPod, pod) => _etcd?.Address,
        { Namespace: "kube-system", Pod: var pod } when Runs(ApiServerPod, pod) => new IPEndPoint(IPAddress.Parse(Address.Host), Address.Port),
        _ => null,
    };

    private bool Runs(string component, string pod) => pod.StartsWith(component, StringComparison.Ordinal) && Machines.Values.Contains(pod[component.Length..]);

    private static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return address;
        try
        {
            return (await Dns.GetHostAddressesAsync(host, cancellationToken))[0];
        }
        catch (SocketException exception)
        {
            throw new DevClusterException($"{host}, the endpoint of the cluster, has no address: {exception.Message}.");
        }
    }
}
