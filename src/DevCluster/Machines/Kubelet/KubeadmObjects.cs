using System.Text;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>What kubeadm leaves in a cluster that it has initialized, for those that join and for those that look after it. No I/O.</summary>
internal static class KubeadmObjects
{
    /// <summary>Namespace of the objects of the system.</summary>
    public const string SystemNamespace = "kube-system";

    /// <summary>Namespace of what everybody may read.</summary>
    public const string PublicNamespace = "kube-public";

    /// <summary>Name of the ConfigMap with the ClusterConfiguration.</summary>
    public const string ConfigName = "kubeadm-config";

    /// <summary>Key of the ClusterConfiguration in it.</summary>
    public const string ClusterConfigurationKey = "ClusterConfiguration";

    /// <summary>Name of the ConfigMap that says where the API server is and who vouches for it.</summary>
    public const string ClusterInfoName = "cluster-info";

    /// <summary>Key of the kubeconfig in it, which holds no credentials.</summary>
    public const string KubeconfigKey = "kubeconfig";

    /// <summary>The objects of a cluster.</summary>
    /// <param name="clusterConfiguration">The ClusterConfiguration, YAML.</param>
    /// <param name="server">The API server.</param>
    /// <param name="authorityPem">Its authority.</param>
    public static IEnumerable<V1ConfigMap> Of(string clusterConfiguration, string server, string authorityPem) =>
    [
        Map(SystemNamespace, ConfigName, ClusterConfigurationKey, clusterConfiguration),
        Map(SystemNamespace, "kubelet-config", "kubelet", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"),
        Map(PublicNamespace, ClusterInfoName, KubeconfigKey, Kubeconfig(server, authorityPem)),
    ];

    private static V1ConfigMap Map(string namespaceName, string name, string key, string value) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
        Data = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = value },
    };

    private static string Kubeconfig(string server, string authorityPem) => $"""
        apiVersion: v1
        kind: Config
        clusters:
          - name: ""
            cluster:
              server: {server}
              certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem))}

        """;
}
