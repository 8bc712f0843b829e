using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ClusterApi;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>How a machine with nothing but a token comes to trust its cluster, and to be trusted by it.</summary>
internal static class TlsBootstrap
{
    private const string Signer = "kubernetes.io/kube-apiserver-client-kubelet";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads the authority of a cluster from what it tells everybody. The caller compares it with the pins: nothing vouches for it here.</summary>
    /// <param name="config">Where the API server is, and the pins.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DevClusterException">There are no pins, or the cluster tells nothing.</exception>
    public static async Task<string> FindAuthorityAsync(JoinConfig config, CancellationToken cancellationToken)
    {
        if (config.CaCertHashes.Count == 0)
            throw new DevClusterException("the configuration has no discovery.bootstrapToken.caCertHashes, and the bootstrap data brings no authority: nothing says which API server to trust");

        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = $"https://{config.Endpoint}", SkipTlsVerify = true });
        V1ConfigMap? info = await client.Resource<V1ConfigMap>().FindAsync(KubeadmObjects.PublicNamespace, KubeadmObjects.ClusterInfoName, cancellationToken);
        string text = info?.Data?.TryGetValue(KubeadmObjects.KubeconfigKey, out string? kubeconfig) == true
            ? kubeconfig
            : throw new DevClusterException($"https://{config.Endpoint} has no ConfigMap {KubeadmObjects.PublicNamespace}/{KubeadmObjects.ClusterInfoName}, which names its authority");
        return AuthorityIn(text) ?? throw new DevClusterException($"The ConfigMap {KubeadmObjects.PublicNamespace}/{KubeadmObjects.ClusterInfoName} of https://{config.Endpoint} names no authority.");
    }

    /// <summary>Asks for a client certificate of the node, with the token.</summary>
    /// <param name="bootstrapKubeconfig">Kubeconfig with the token.</param>
    /// <param name="endpoint">host:port of the API server.</param>
    /// <param name="authorityPem">Its authority.</param>
    /// <param name="nodeName">Name of the node.</param>
    /// <param name="clock">Measures patience.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A kubeconfig of the node.</returns>
    /// <exception cref="DevClusterException">Nobody signs it.</exception>
    public static async Task<string> AskForCertificateAsync(
        string bootstrapKubeconfig, string endpoint, string authorityPem, string nodeName, TimeProvider clock, CancellationToken cancellationToken)
    {
        string user = $"system:node:{nodeName}";
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using KubernetesClient client = new(ClientConfiguration.Parse(bootstrapKubeconfig));
        CertificateSigningRequest request = await client.Resource<CertificateSigningRequest>().CreateAsync(
            new CertificateSigningRequest
            {
                Metadata = new V1ObjectMeta { Name = RandomNames.After("csr-" + nodeName) },
                Spec = new CertificateSigningRequestSpec { Request = NewRequest(key, user), SignerName = Signer, Usages = ["digital signature", "client auth"] },
            },
            cancellationToken: cancellationToken);

        long started = clock.GetTimestamp();
        while (request.Status?.Certificate is not { Length: > 0 })
        {
            if (request.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Denied" or "Failed") is { } refusal)
                throw new DevClusterException($"https://{endpoint} gives the node no certificate: {refusal.Message ?? refusal.Type}");
            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new DevClusterException(
                    $"https://{endpoint} gives the node no certificate: nobody approved and signed CertificateSigningRequest {request.Metadata.Name} within {Patience.TotalSeconds:0} s");
            }

            await Task.Delay(BetweenLooks, clock, cancellationToken);
            request = await client.Resource<CertificateSigningRequest>().GetAsync(null, request.Metadata.Name!, cancellationToken);
        }

        return KubeconfigText.WithCertificate(
            new Uri($"https://{endpoint}"), authorityPem, user, Encoding.UTF8.GetString(request.Status.Certificate), key.ExportPkcs8PrivateKeyPem());
    }

    private static byte[] NewRequest(ECDsa key, string user)
    {
        X500DistinguishedNameBuilder name = new();
        name.AddOrganizationName("system:nodes");
        name.AddCommonName(user);
        return Encoding.UTF8.GetBytes(new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem() + "\n");
    }

    /// <summary>It is no kubeconfig that a client could use: it has neither user nor context.</summary>
    private static string? AuthorityIn(string kubeconfig)
    {
        const string Field = "certificate-authority-data:";
        string? line = kubeconfig.Split('\n').Select(each => each.Trim()).FirstOrDefault(each => each.StartsWith(Field, StringComparison.Ordinal));
        string base64 = line?[Field.Length..].Trim().Trim('"') ?? "";
        byte[] bytes = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
