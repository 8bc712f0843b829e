using System.Security.Cryptography;
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

    /// <summary>A machine becomes part of the control plane of a cluster; the first starts the API server.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="machine">Name of the machine.</param>
    /// <param name="nodeName">Name of its Node, and so of its etcd member.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DevClusterException">The API server cannot run; the message says what to change.</exception>
    public Task JoinAsync(ClusterAuthority cluster, string machine, string nodeName, CancellationToken cancellationToken) =>
        StartAsync(cluster, machine, nodeName, cancellationToken);

    /// <summary>A machine of a control plane has power again.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="machine">Name of the machine.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="DevClusterException">The API server cannot run; the message says what to change.</exception>
    public Task ResumeAsync(ClusterAuthority cluster, string machine, CancellationToken cancellationToken) =>
        StartAsync(cluster, machine, nodeName: null, cancellationToken);

    private async Task StartAsync(ClusterAuthority cluster, string machine, string? nodeName, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            string id = cluster.Id, member = Path.Join(Members(id), machine);
            Directory.CreateDirectory(Members(id));
            if (nodeName is not null)
                await File.WriteAllTextAsync(member, nodeName, cancellationToken);
            if (!_running.TryGetValue(id, out RunningControlPlane? running))
            {
                running = await RunningControlPlane.StartAsync(cluster, Data(id), cancellationToken);
                if (running is null)
                {
                    Log.AlreadyThere(_logger, cluster.Endpoint);
                    return;
                }

                _running[id] = running;
                foreach (string other in Directory.GetFiles(Members(id)))
                    running.Etcd.Add(await File.ReadAllTextAsync(other, cancellationToken));
                Log.Started(_logger, machine, running.Address);
            }

            nodeName ??= File.Exists(member) ? await File.ReadAllTextAsync(member, cancellationToken) : machine;
            running.Etcd.Add(nodeName);
            running.Machines[machine] = nodeName;
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
                if (!running.Machines.TryRemove(machine, out _) || !running.Machines.IsEmpty)
                    continue;
                _running.Remove(id);
                await running.DisposeAsync();
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
            _running.GetValueOrDefault(id)?.Etcd.Remove(await File.ReadAllTextAsync(member));
            File.Delete(member);
            if (Directory.GetFiles(Members(id)).Length == 0)
                Directory.Delete(cluster, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningControlPlane running in _running.Values)
            await running.DisposeAsync();
        _turn.Dispose();
    }

    private string Members(string id) => Path.Join(folder, id, "members");

    private string Data(string id) => Path.Join(folder, id, "data");

    private static partial class Log
    {
        [LoggerMessage(3021, LogLevel.Information, "{Machine}: the API server of its cluster listens on {Address}")]
        public static partial void Started(ILogger logger, string machine, Uri address);

        [LoggerMessage(3022, LogLevel.Information, "Something listens on {Endpoint} already; it is taken for the API server of the cluster")]
        public static partial void AlreadyThere(ILogger logger, string endpoint);
    }
}
