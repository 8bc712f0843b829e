using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Stands in for the kubelet of a machine: makes its Node, renews its Lease, and shows the static pods of a control plane.</summary>
/// <param name="folder">The machine.</param>
/// <param name="connection">How it talks to the API server.</param>
/// <param name="clock">Measures heartbeats.</param>
/// <param name="logger">Where it says what it cannot do.</param>
internal sealed partial class NodeAgent(MachineFolder folder, KubeletConnection connection, TimeProvider clock, ILogger logger)
{
    private const string FieldManager = "kubelet";
    private const string NodeNameFile = "/var/lib/kubelet/node-name";
    private const string VersionFile = "/var/lib/kubelet/version";
    private const string Manifests = "/etc/kubernetes/manifests";
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>Makes the Node of a machine that joins.</summary>
    /// <param name="client">The kubelet's own credentials.</param>
    /// <param name="config">What kubeadm was told.</param>
    /// <param name="nodeName">Name of the Node.</param>
    /// <param name="version">Kubernetes version.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<V1Node> RegisterAsync(IKubernetesClient client, JoinConfig config, string nodeName, string version, CancellationToken cancellationToken)
    {
        folder.Write(VersionFile, version);
        V1Node node = NodeObjects.New(config, nodeName, SystemInfo(), clock.GetUtcNow());
        IResourceClient<V1Node> nodes = client.Resource<V1Node>();
        V1Node registered = await nodes.FindAsync(null, nodeName, cancellationToken)
            ?? await nodes.CreateAsync(node, new WriteOptions { FieldManager = FieldManager }, cancellationToken);
        registered = await nodes.PatchStatusAsync(registered, registered with { Status = node.Status }, FieldManager, cancellationToken);
        await BeginLeaseAsync(client, registered, cancellationToken);
        folder.Write(NodeNameFile, nodeName);
        return registered;
    }

    /// <summary>Writes the manifests of static pods, which it runs from now on.</summary>
    public void Install(IEnumerable<Pod> pods)
    {
        foreach (Pod pod in pods)
            folder.Write($"{Manifests}/{pod.Metadata.Name}.json", JsonSerializer.Serialize(pod, KubeletJsonContext.Default.Pod));
    }

    /// <summary>
    /// Runs the kubelet of a machine that has joined until it is cancelled: its Node is ready and has this boot, its Lease is renewed, and rarely its
    /// conditions are. A cluster that is gone, or not there yet, does not keep the machine from anything.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (folder.Read(NodeNameFile) is not { } name)
            return;

        long? reported = null;
        string? said = null;
        while (true)
        {
            bool isDue = reported is not { } last || clock.GetElapsedTime(last) >= BetweenReports;
            string? problem = await TryAsync(client => BeatAsync(client, name, isDue, cancellationToken));
            if (problem is null && isDue)
                reported = clock.GetTimestamp();
            if (problem is not null && problem != said)
                Log.NodeNotReported(logger, name, problem);
            said = problem;
            await Task.Delay(reported is null ? BetweenTries : BetweenRenewals, clock, cancellationToken);
        }
    }

    /// <summary>Stops the kubelet, if it runs: the Node stays, and nobody speaks for it any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (folder.Read(NodeNameFile) is not { } name)
            return;

        string? problem = await TryAsync(async client =>
        {
            if (await client.Resource<V1Node>().FindAsync(null, name, cancellationToken) is { } node)
                await client.Resource<V1Node>().PatchStatusAsync(node, NodeObjects.Silent(node, clock.GetUtcNow()), FieldManager, cancellationToken);
        });
        if (problem is not null)
            Log.NodeNotReported(logger, name, problem);
    }

    private async Task BeatAsync(KubernetesClient client, string name, bool reports, CancellationToken cancellationToken)
    {
        if (!reports && await client.Resource<V1Lease>().FindAsync(NodeObjects.LeaseNamespace, name, cancellationToken) is { } lease)
        {
            await RenewAsync(client, lease, cancellationToken);
            return;
        }

        // Whoever deleted the Node knows why; the kubelet does not make it again.
        IResourceClient<V1Node> nodes = client.Resource<V1Node>();
        if (await nodes.FindAsync(null, name, cancellationToken) is not { } node)
            return;

        await nodes.PatchStatusAsync(node, NodeObjects.Ready(node, SystemInfo(), clock.GetUtcNow()), FieldManager, cancellationToken);
        foreach (Pod manifest in ReadManifests())
            await MirrorAsync(client, StaticPods.Mirror(manifest, node, clock.GetUtcNow()), cancellationToken);
        await BeginLeaseAsync(client, node, cancellationToken);
    }

    private async Task BeginLeaseAsync(IKubernetesClient client, V1Node node, CancellationToken cancellationToken)
    {
        IResourceClient<V1Lease> leases = client.Resource<V1Lease>();
        if (await leases.FindAsync(NodeObjects.LeaseNamespace, node.Metadata.Name!, cancellationToken) is { } lease)
            await RenewAsync(client, lease, cancellationToken);
        else
            await leases.CreateAsync(NodeObjects.Lease(node, clock.GetUtcNow()), new WriteOptions { FieldManager = FieldManager }, cancellationToken);
    }

    private Task<V1Lease> RenewAsync(IKubernetesClient client, V1Lease lease, CancellationToken cancellationToken) =>
        client.Resource<V1Lease>().UpdateAsync(NodeObjects.Renewed(lease, clock.GetUtcNow()), new WriteOptions { FieldManager = FieldManager }, cancellationToken);

    private static async Task MirrorAsync(KubernetesClient client, Pod mirror, CancellationToken cancellationToken)
    {
        IResourceClient<Pod> pods = client.Resource<Pod>();
        Pod made = await pods.FindAsync(mirror.Metadata.NamespaceProperty, mirror.Metadata.Name!, cancellationToken)
            ?? await pods.CreateAsync(mirror with { Status = null }, new WriteOptions { FieldManager = FieldManager }, cancellationToken);
        if (made.Status?.Phase != mirror.Status!.Phase)
            await pods.PatchStatusAsync(made, made with { Status = mirror.Status }, FieldManager, cancellationToken);
    }

    private IEnumerable<Pod> ReadManifests()
    {
        string path = folder.Resolve(Manifests);
        return (Directory.Exists(path) ? Directory.GetFiles(path, "*.json") : [])
            .Select(file => JsonSerializer.Deserialize(File.ReadAllText(file), KubeletJsonContext.Default.Pod))
            .OfType<Pod>();
    }

    /// <returns>Null, or one sentence about why it did not work.</returns>
    private async Task<string?> TryAsync(Func<KubernetesClient, Task> report)
    {
        try
        {
            if (connection.Open() is not { } client)
                return null;
            try
            {
                await report(client);
                return null;
            }
            catch (Exception exception) when (exception is HttpRequestException or ApiException)
            {
                return Connections.Explain(client.Server.ToString(), exception);
            }
        }
        catch (Exception exception) when (exception is KubernetesConfigurationException or DevClusterException)
        {
            return exception.Message;
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
        KubeletVersion = folder.Read(VersionFile),
        OperatingSystem = "linux",
        Architecture = "amd64",
    };

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "The state of node {Name} could not be reported: {Cause}")]
        public static partial void NodeNotReported(ILogger logger, string name, string cause);
    }
}
