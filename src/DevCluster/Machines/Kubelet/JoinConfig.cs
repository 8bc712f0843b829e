namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>What a kubeadm configuration says about joining. Holds a token: never logged.</summary>
internal sealed record JoinConfig
{
    /// <summary>host:port of the API server.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Bootstrap token; a machine that initializes a cluster may have none, because it brings the authority.</summary>
    public string? Token { get; init; }

    /// <summary>Pins of the authority's public key, such as sha256:…; none accepts the authority in the file.</summary>
    public IReadOnlyList<string> CaCertHashes { get; init; } = [];

    /// <summary>Name of the Node where it is not the one of the machine.</summary>
    public string? NodeName { get; init; }

    /// <summary>The machine becomes part of the control plane.</summary>
    public bool IsControlPlane { get; init; }

    /// <summary>The ClusterConfiguration as YAML, which kubeadm leaves in the cluster; null where the machine joins.</summary>
    public string? ClusterConfiguration { get; init; }

    /// <summary>The provider of the infrastructure sets the provider ID and takes off the uninitialized taint.</summary>
    public bool HasExternalCloudProvider { get; init; }

    /// <summary>Provider ID that the kubelet is told, if any.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Taints of the new Node.</summary>
    public IReadOnlyList<V1Taint> Taints { get; init; } = [];

    /// <summary>Labels that the kubelet is told to give its Node.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"kubeadm configuration for {Endpoint}";
}
