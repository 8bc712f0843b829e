using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Stands in for the kubelet of a machine: makes its Node and says whether it is ready.</summary>
internal sealed partial class NodeAgent(MachineFolder folder, TimeProvider clock, ILogger logger)
{
    private const string FieldManager = "kubelet";
    private const string NodeNameFile = "/var/lib/kubelet/node-name";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the Node of a machine that joins. Tries again for a while, as kubeadm waits for the API server.</summary>
    /// <exception cref="DevClusterException">The API server cannot be reached or refuses.</exception>
    public async Task RegisterAsync(JoinConfig config, string nodeName, string kubeconfig, CancellationToken cancellationToken)
    {
        using KubernetesClient client = new(ClientConfiguration.Parse(kubeconfig));
        long started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await RegisterOnceAsync(client, NodeObjects.New(config, nodeName, SystemInfo(), clock.GetUtcNow()), cancellationToken);
                folder.Write(NodeNameFile, nodeName);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or ApiException { Code: >= System.Net.HttpStatusCode.InternalServerError })
            {
                if (clock.GetElapsedTime(started) > Patience)
                    throw new DevClusterException($"https://{config.Endpoint} cannot be reached: {exception.Message}");
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
            catch (ApiException exception)
            {
                throw new DevClusterException($"https://{config.Endpoint} refuses: {exception.Message}");
            }
        }
    }

    /// <summary>Starts the kubelet of a machine that has joined: its Node is ready and has a new boot.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        ReportAsync((node, now) => NodeObjects.Ready(node, SystemInfo(), now), cancellationToken);

    /// <summary>Stops the kubelet, if it runs: the Node stays, and nobody speaks for it any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => ReportAsync(NodeObjects.Silent, cancellationToken);

    private static async Task RegisterOnceAsync(KubernetesClient client, V1Node node, CancellationToken cancellationToken)
    {
        IResourceClient<V1Node> nodes = client.Resource<V1Node>();
        V1Node? existing = await nodes.FindAsync(null, node.Metadata.Name!, cancellationToken);
        V1Node registered = existing ?? await nodes.CreateAsync(node, new WriteOptions { FieldManager = FieldManager }, cancellationToken);
        await nodes.PatchStatusAsync(registered, registered with { Status = node.Status }, FieldManager, cancellationToken);
    }

    private async Task ReportAsync(Func<V1Node, DateTimeOffset, V1Node> change, CancellationToken cancellationToken)
    {
        if (folder.Read(MachineFolder.KubeletKubeconfig) is not { } kubeconfig || folder.Read(NodeNameFile) is not { } name)
            return;

        try
        {
            using KubernetesClient client = new(ClientConfiguration.Parse(kubeconfig));
            if (await client.Resource<V1Node>().FindAsync(null, name, cancellationToken) is { } node)
                await client.Resource<V1Node>().PatchStatusAsync(node, change(node, clock.GetUtcNow()), FieldManager, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or ApiException)
        {
            // A cluster that is gone, or not there yet, does not keep a machine from booting.
            Log.NodeNotReported(logger, name, exception.Message);
        }
    }

    private V1NodeSystemInfo SystemInfo() => new()
    {
        MachineID = folder.Read("/etc/machine-id"),
        SystemUUID = folder.Read("/etc/machine-id"),
        BootID = folder.Read(MachineFolder.BootId),
        KernelVersion = "simulated",
        OsImage = "Simulated OS",
        ContainerRuntimeVersion = "none://0",
        KubeletVersion = "simulated",
        OperatingSystem = "linux",
        Architecture = "amd64",
    };

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "The state of node {Name} could not be reported: {Cause}")]
        public static partial void NodeNotReported(ILogger logger, string name, string cause);
    }
}
