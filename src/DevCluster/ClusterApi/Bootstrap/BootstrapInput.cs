namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>What a machine needs to know to join. Holds a token: never logged.</summary>
internal sealed record BootstrapInput
{
    /// <summary>Whether it initializes the control plane instead of joining it.</summary>
    public required bool IsFirstControlPlane { get; init; }

    /// <summary>Whether it becomes part of the control plane.</summary>
    public required bool IsControlPlane { get; init; }

    /// <summary>host:port of the API server.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Certificate of the authority that signed the API server's certificate, as PEM.</summary>
    public required string CaCertificatePem { get; init; }

    /// <summary>Bootstrap token, in kubeadm's form <c>abcdef.0123456789abcdef</c>.</summary>
    public required string Token { get; init; }

    /// <summary>Kubernetes version, such as v1.36.1.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the Cluster.</summary>
    public required string ClusterName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"bootstrap input of a machine of {ClusterName}";
}
