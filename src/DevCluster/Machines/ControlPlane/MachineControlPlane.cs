using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

namespace ElementalProvider.DevCluster.Machines.ControlPlane;

/// <summary>The control plane on one machine: what kubeadm left of it on the disk, and the API server that it runs.</summary>
internal sealed class MachineControlPlane(string machine, MachineFolder folder, ControlPlanes controlPlanes)
{
    private const string AuthorityCertificate = "/etc/kubernetes/pki/ca.crt";
    private const string AuthorityKey = "/etc/kubernetes/pki/ca.key";

    private const string EtcdCertificate = "/etc/kubernetes/pki/etcd/ca.crt";
    private const string EtcdKey = "/etc/kubernetes/pki/etcd/ca.key";

    /// <summary>How kubeadm and people on the machine talk to the API server.</summary>
    private const string AdminKubeconfig = "/etc/kubernetes/admin.conf";

    /// <summary>The authority that bootstrap data brought along; null where it brought none, as it does for workers.</summary>
    /// <param name="endpoint">Where the API server is to be.</param>
    public ClusterAuthority? Authority(string endpoint) =>
        folder.Read(AuthorityCertificate) is { } certificate && folder.Read(AuthorityKey) is { } key
            ? new ClusterAuthority(endpoint, certificate, key, folder.Read(EtcdCertificate) is { } etcd && folder.Read(EtcdKey) is { } etcdKey ? new EtcdAuthority(etcd, etcdKey) : null)
            : null;

    /// <summary>Starts it for the first time.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="nodeName">Name of the machine's Node, and so of its etcd member.</param>
    /// <param name="adminKubeconfig">Credentials of an administrator.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task StartAsync(ClusterAuthority cluster, string nodeName, string adminKubeconfig, CancellationToken cancellationToken)
    {
        await controlPlanes.JoinAsync(cluster, machine, nodeName, cancellationToken);
        folder.Write(AdminKubeconfig, adminKubeconfig);
    }

    /// <summary>Starts it again at a later boot; does nothing on other machines.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        if (folder.Read(AdminKubeconfig) is not { } kubeconfig)
            return;
        Uri server = new(ClientConfiguration.Parse(kubeconfig).Host);
        if (Authority(server.Authority) is { } cluster)
            await controlPlanes.ResumeAsync(cluster, machine, cancellationToken);
    }

    /// <summary>The machine goes down.</summary>
    public Task StopAsync() => controlPlanes.StopAsync(machine);

    /// <summary>The machine was wiped.</summary>
    public Task WipeAsync() => controlPlanes.WipeAsync(machine);
}
