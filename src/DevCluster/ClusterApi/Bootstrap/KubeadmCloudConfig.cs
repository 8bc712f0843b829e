using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>Writes bootstrap data of the shape that Cluster API's kubeadm bootstrap provider writes.</summary>
internal static class KubeadmCloudConfig
{
    private const string InitFile = "/run/kubeadm/kubeadm.yaml";
    private const string JoinFile = "/run/kubeadm/kubeadm-join-config.yaml";
    private const string CaFile = "/etc/kubernetes/pki/ca.crt";
    private const string Sentinel = "/run/cluster-api/bootstrap-success.complete";

    /// <summary>The cloud-config of one machine.</summary>
    public static string Write(BootstrapInput input)
    {
        StringBuilder text = new("## template: jinja\n#cloud-config\n\nwrite_files:\n");
        AppendFile(text, CaFile, input.CaCertificatePem);
        AppendFile(text, input.IsFirstControlPlane ? InitFile : JoinFile, input.IsFirstControlPlane ? Init(input) : Join(input));
        string verb = input.IsFirstControlPlane ? "init" : "join";
        string file = input.IsFirstControlPlane ? InitFile : JoinFile;
        return text
            .Append("runcmd:\n")
            .Append("  - 'mkdir -p /run/cluster-api'\n")
            .Append($"  - 'kubeadm {verb} --config {file} && echo success > {Sentinel}'\n")
            .ToString();
    }

    private static string Init(BootstrapInput input) => $"""
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        clusterName: {input.ClusterName}
        controlPlaneEndpoint: {input.Endpoint}
        kubernetesVersion: {input.Version}
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: InitConfiguration
        bootstrapTokens:
          - token: {input.Token}
        {NodeRegistration(input)}
        """;

    private static string Join(BootstrapInput input) => $"""
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: JoinConfiguration
        discovery:
          bootstrapToken:
            apiServerEndpoint: {input.Endpoint}
            token: {input.Token}
            caCertHashes:
              - {PublicKeyHash(input.CaCertificatePem)}
        {(input.IsControlPlane ? "controlPlane: {}\n" : "")}{NodeRegistration(input)}
        """;

    /// <summary>The provider ID comes from the infrastructure provider: an external cloud provider, in Kubernetes's words.</summary>
    private static string NodeRegistration(BootstrapInput input) =>
        "nodeRegistration:\n"
        + "  name: '{{ ds.meta_data.local_hostname }}'\n"
        + "  kubeletExtraArgs:\n"
        + "    - name: cloud-provider\n"
        + "      value: external\n"
        + (input.IsControlPlane
            ? "  taints:\n    - key: node-role.kubernetes.io/control-plane\n      effect: NoSchedule\n"
            : "  taints: []\n");

    /// <summary>The pin that kubeadm checks: sha256 over the authority's public key.</summary>
    private static string PublicKeyHash(string pem)
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    private static void AppendFile(StringBuilder text, string path, string content)
    {
        text.Append($"  - path: {path}\n    owner: root:root\n    permissions: '0640'\n    content: |\n");
        foreach (string line in content.TrimEnd('\n').Split('\n'))
            text.Append("      ").Append(line.TrimEnd('\r')).Append('\n');
    }
}
