namespace ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

/// <summary>The authority of a cluster's etcd. Holds a key: never logged.</summary>
internal sealed record EtcdAuthority(string CertificatePem, string KeyPem)
{
    /// <inheritdoc/>
    public override string ToString() => "authority of an etcd";
}
