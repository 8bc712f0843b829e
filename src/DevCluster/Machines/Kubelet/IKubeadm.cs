using ElementalProvider.DevCluster.Machines.CloudInit;

namespace ElementalProvider.DevCluster.Machines.Kubelet;

/// <summary>Lets a machine join its cluster.</summary>
internal interface IKubeadm
{
    /// <summary>Makes the machine a Node.</summary>
    /// <param name="command">What the bootstrap data said.</param>
    /// <param name="hostname">Name of the machine and of its Node.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Null, or one sentence about why it failed.</returns>
    Task<string?> JoinAsync(CloudCommand.Kubeadm command, string hostname, CancellationToken cancellationToken);
}
