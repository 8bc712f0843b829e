using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.Machines.CloudInit;
using ElementalProvider.DevCluster.Machines.ControlPlane;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>
/// Makes a machine a node of its cluster, as kubeadm does. Bootstrap data with the authority's key makes a control plane: it runs the API server and needs
/// no token. Other machines ask with their token for a certificate of their own.
/// </summary>
/// <param name="folder">The machine.</param>
/// <param name="kubelet">Registers the Node.</param>
/// <param name="controlPlane">The control plane of the machine, if it becomes one.</param>
/// <param name="workloadKubeconfig">A kubeconfig file to use instead of the endpoint, authority and token in the bootstrap data.</param>
/// <param name="clock">Measures patience.</param>
internal sealed class Kubeadm(MachineFolder folder, NodeAgent kubelet, MachineControlPlane controlPlane, string? workloadKubeconfig, TimeProvider clock) : IKubeadm
{
    private const string CaFile = "/etc/kubernetes/pki/ca.crt";
    private const string FieldManager = "kubeadm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    public async Task<string?> JoinAsync(CloudCommand.Kubeadm command, string hostname, CancellationToken cancellationToken)
    {
        if (folder.Read(command.ConfigPath) is not { } text)
            return $"kubeadm: {command.ConfigPath} does not exist";

        try
        {
            JoinConfig config = JoinConfigReader.Parse(text);
            string nodeName = config.NodeName ?? hostname;
            NodeAccess access = await PatientlyAsync(config.Endpoint, () => AccessAsync(config, nodeName, cancellationToken), cancellationToken);
            await PatientlyAsync(config.Endpoint, () => JoinAsync(config, nodeName, access, cancellationToken), cancellationToken);
            folder.Write(MachineFolder.KubeletKubeconfig, access.Kubelet);
            return null;
        }
        catch (Exception exception) when (exception is DevClusterException or KubernetesConfigurationException)
        {
            return "kubeadm: " + exception.Message;
        }
    }

    private async Task<bool> JoinAsync(JoinConfig config, string nodeName, NodeAccess access, CancellationToken cancellationToken)
    {
        using KubernetesClient own = new(ClientConfiguration.Parse(access.Kubelet));
        using KubernetesClient kubeadm = new(ClientConfiguration.Parse(access.Kubeadm));
        if (config.ClusterConfiguration is { } cluster && access.AuthorityPem is { } authority)
        {
            foreach (V1ConfigMap map in KubeadmObjects.Of(cluster, $"https://{config.Endpoint}", authority))
                await CreateOnceAsync(kubeadm, map, cancellationToken);
        }

        (string? stated, bool hasExternalEtcd) = JoinConfigReader.ReadCluster(config.ClusterConfiguration ?? await ReadClusterAsync(kubeadm, cancellationToken) ?? "");
        string version = stated ?? await ReadVersionAsync(kubeadm, cancellationToken);
        V1Node node = await kubelet.RegisterAsync(own, config, nodeName, version, cancellationToken);
        if (config.IsControlPlane)
        {
            await kubeadm.Resource<V1Node>().PatchAsync(node, NodeObjects.ControlPlane(node), FieldManager, cancellationToken);
            kubelet.Install(StaticPods.Manifests(version, hasExternalEtcd));
        }

        return true;
    }

    private async Task<NodeAccess> AccessAsync(JoinConfig config, string nodeName, CancellationToken cancellationToken)
    {
        if (workloadKubeconfig is not null)
        {
            string given = KubeletConnection.Read(workloadKubeconfig);
            return new NodeAccess(given, given, Authority(given));
        }

        if (config.IsControlPlane && controlPlane.Authority(config.Endpoint) is { } cluster)
        {
            NodeAccess access = Issue(cluster, nodeName);
            await controlPlane.StartAsync(cluster, nodeName, access.Kubeadm, cancellationToken);
            return access;
        }

        string token = config.Token
            ?? throw new DevClusterException("the configuration has no bootstrapTokens, and the bootstrap data brings no key of the authority either; without one of them nobody lets the machine in");
        string authority = folder.Read(CaFile) ?? await TlsBootstrap.FindAuthorityAsync(config, cancellationToken);
        Check(authority, config.CaCertHashes);
        folder.Write(CaFile, authority);
        string bootstrap = KubeconfigText.WithToken(new Uri($"https://{config.Endpoint}"), authority, "tls-bootstrap", token, "default");
        string own = await TlsBootstrap.AskForCertificateAsync(bootstrap, config.Endpoint, authority, nodeName, clock, cancellationToken);

        // Without an administrator, what is left of kubeadm is done as the node.
        return new NodeAccess(own, own, null);
    }

    /// <summary>Who has the key of the authority needs nobody to let him in.</summary>
    private NodeAccess Issue(ClusterAuthority cluster, string nodeName)
    {
        try
        {
            using ServerAuthority authority = ServerAuthority.Load(cluster.CertificatePem, cluster.KeyPem, clock);
            return new NodeAccess(
                Kubeconfig(authority, "kubernetes-admin", "system:masters"), Kubeconfig(authority, $"system:node:{nodeName}", "system:nodes"), cluster.CertificatePem);
        }
        catch (CryptographicException exception)
        {
            throw new DevClusterException($"the authority in the bootstrap data is none: {exception.Message}");
        }

        string Kubeconfig(ServerAuthority authority, string user, string group)
        {
            using X509Certificate2 client = authority.IssueClient(user, [group]);
            return KubeconfigText.WithCertificate(cluster.Server, cluster.CertificatePem, user, client.ExportCertificatePem(), ServerAuthority.ExportKey(client));
        }
    }

    private static async Task<string?> ReadClusterAsync(KubernetesClient client, CancellationToken cancellationToken)
    {
        try
        {
            V1ConfigMap? map = await client.Resource<V1ConfigMap>().FindAsync(KubeadmObjects.SystemNamespace, KubeadmObjects.ConfigName, cancellationToken);
            return map?.Data?.TryGetValue(KubeadmObjects.ClusterConfigurationKey, out string? text) == true ? text : null;
        }
        catch (ApiException exception) when (exception.IsForbidden)
        {
            // A cluster that kubeadm did not make: its API server says what version it has.
            return null;
        }
    }

    private static async Task<string> ReadVersionAsync(KubernetesClient client, CancellationToken cancellationToken)
    {
        using System.Text.Json.JsonDocument version = System.Text.Json.JsonDocument.Parse(await client.GetRawAsync("/version", cancellationToken));
        return version.RootElement.GetProperty("gitVersion").GetString()!;
    }

    /// <summary>A cluster that was initialized already keeps what it has: others have read it.</summary>
    private static async Task CreateOnceAsync(KubernetesClient client, V1ConfigMap map, CancellationToken cancellationToken)
    {
        try
        {
            await client.Resource<V1ConfigMap>().CreateAsync(map, new WriteOptions { FieldManager = FieldManager }, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            return;
        }
    }

    /// <summary>Tries again for a while, as kubeadm waits for the API server.</summary>
    /// <exception cref="DevClusterException">The API server cannot be reached or refuses.</exception>
    private async Task<T> PatientlyAsync<T>(string endpoint, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception exception) when (exception is HttpRequestException or ApiException)
            {
                bool mayPass = exception is HttpRequestException or ApiException { Code: >= System.Net.HttpStatusCode.InternalServerError } or ApiException { IsConflict: true };
                if (!mayPass || clock.GetElapsedTime(started) > Patience)
                    throw new DevClusterException(Connections.Explain($"https://{endpoint}", exception));
                await Task.Delay(BetweenTries, clock, cancellationToken);
            }
        }
    }

    private static string? Authority(string kubeconfig)
    {
        X509Certificate2Collection? authorities = ClientConfiguration.Parse(kubeconfig).SslCaCerts;
        return authorities is { Count: > 0 } ? authorities.ExportCertificatePems() + "\n" : null;
    }

    private static void Check(string authority, IReadOnlyList<string> pins)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(authority);
            string pin = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
            if (pins.Count > 0 && !pins.Contains(pin))
                throw new DevClusterException($"{CaFile} is not the authority that caCertHashes names.");
        }
        catch (CryptographicException)
        {
            throw new DevClusterException($"{CaFile} holds no certificate in PEM form.");
        }
    }

    /// <summary>How a machine that joins is let in. Holds credentials: never logged.</summary>
    /// <param name="Kubeadm">Kubeconfig of kubeadm.</param>
    /// <param name="Kubelet">Kubeconfig of the kubelet.</param>
    /// <param name="AuthorityPem">The authority, where kubeadm may tell everybody about it.</param>
    private sealed record NodeAccess(string Kubeadm, string Kubelet, string? AuthorityPem)
    {
        /// <inheritdoc/>
        public override string ToString() => "credentials of a node";
    }
}
