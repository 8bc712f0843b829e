using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines.ControlPlane;

/// <summary>
/// The API servers of the clusters whose control plane machines are simulated here. One serves a cluster, at its endpoint, as long as one of its control
/// plane machines has power; what it was told is kept until the last of them was wiped, as etcd would keep it.
/// </summary>
/// <param name="folder">Where they are kept, a folder a cluster.</param>
/// <param name="loggers">Where they log.</param>
internal sealed partial class ControlPlanes(string folder, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, RunningControlPlane> _running = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger("control-planes");

    /// <summary>A control plane machine of a cluster starts; the first starts the API server.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="machine">Name of the machine.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DevClusterException">The API server cannot run; the message says what to change.</exception>
    public async Task StartAsync(ClusterAuthority cluster, string machine, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            string id = cluster.Id;
            if (!_running.TryGetValue(id, out RunningControlPlane? running))
            {
                DevApiServer? server = await ListenAsync(cluster, id, cancellationToken);
                if (server is null)
                    return;
                _running[id] = running = new RunningControlPlane(server);
                Log.Started(_logger, machine, server.Address);
            }

            running.Machines.Add(machine);
            Directory.CreateDirectory(Members(id));
            await File.WriteAllTextAsync(Path.Join(Members(id), machine), "", cancellationToken);
        }
        catch (CryptographicException exception)
        {
            throw new DevClusterException($"The authority in the bootstrap data is none: {exception.Message}");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A machine has lost its power; the API server ends with the last one.</summary>
    public async Task StopAsync(string machine)
    {
        await _turn.WaitAsync();
        try
        {
            foreach ((string id, RunningControlPlane running) in _running.ToArray())
            {
                if (!running.Machines.Remove(machine) || running.Machines.Count > 0)
                    continue;
                _running.Remove(id);
                await running.Server.DisposeAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A machine is wiped; with the last one, all that the API server was told is gone.</summary>
    public async Task WipeAsync(string machine)
    {
        await StopAsync(machine);
        foreach (string cluster in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            string id = Path.GetFileName(cluster), member = Path.Join(Members(id), machine);
            if (!File.Exists(member))
                continue;
            File.Delete(member);
            if (Directory.GetFiles(Members(id)).Length == 0)
                Directory.Delete(cluster, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningControlPlane running in _running.Values)
            await running.Server.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Starts the API server of a cluster.</summary>
    /// <returns>Null where something listens on the endpoint already: that is the API server then.</returns>
    private async Task<DevApiServer?> ListenAsync(ClusterAuthority cluster, string id, CancellationToken cancellationToken)
    {
        (string host, int port) = cluster.Address;
        IPAddress address = await ResolveAsync(host, cancellationToken);
        string data = Path.Join(folder, id, "data");
        Directory.CreateDirectory(data);
        DevApiServerOptions options = new()
        {
            Address = address,
            Port = port,
            Names = IPAddress.TryParse(host, out _) ? [] : [host],
            CaCertificatePem = cluster.CertificatePem,
            CaKeyPem = cluster.KeyPem,
            DataDirectory = data,
        };
        try
        {
            DevApiServer server = await DevApiServer.StartAsync(options, cancellationToken);
            await server.ApplyAsync(EmbeddedManifests.In("WorkloadRights"), cancellationToken);
            return server;
        }
        catch (DataDirectoryException exception)
        {
            throw new DevClusterException($"{exception.Message}.");
        }
        catch (IOException)
        {
            Log.AlreadyThere(_logger, cluster.Endpoint);
            return null;
        }
        catch (SocketException exception)
        {
            throw new DevClusterException(
                $"The API server cannot listen on {cluster.Endpoint}: {exception.Message}. The endpoint of the cluster must be an address of this computer and a free port.");
        }
    }

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

    private string Members(string id) => Path.Join(folder, id, "members");

    private sealed record RunningControlPlane(DevApiServer Server)
    {
        /// <summary>The control plane machines that have power.</summary>
        public HashSet<string> Machines { get; } = new(StringComparer.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(3021, LogLevel.Information, "{Machine}: the API server of its cluster listens on {Address}")]
        public static partial void Started(ILogger logger, string machine, Uri address);

        [LoggerMessage(3022, LogLevel.Information, "Something listens on {Endpoint} already; it is taken for the API server of the cluster")]
        public static partial void AlreadyThere(ILogger logger, string endpoint);
    }
}
