using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Workload;

namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>Stands in for the kubeadm bootstrap provider: makes the bootstrap data of machines that bring none.</summary>
internal sealed class BootstrapProvider(IKubernetesClient client, SimulatedWorkloadClusters workloads)
{
    private const string LockHolder = "machine";
    private const string DefaultVersion = "v1.36.1";

    /// <summary>Makes the data, unless it must wait.</summary>
    /// <returns>What was decided; the Secret, named as the Machine, is there for <see cref="BootstrapAction.Initialize"/> and <see cref="BootstrapAction.Join"/>.</returns>
    public async Task<BootstrapAction> ProvideAsync(Machine machine, Cluster cluster, CancellationToken cancellationToken)
    {
        SimulatedWorkloadCluster? workload = workloads.Find(ObjectKey.Of(cluster));
        bool initialized = cluster.Status?.Initialization?.ControlPlaneInitialized == true;
        BootstrapAction action = BootstrapDecisions.Decide(new BootstrapSeen
        {
            InfrastructureProvisioned = cluster.Status?.Initialization?.InfrastructureProvisioned == true,
            HasWorkload = workload is not null,
            ControlPlaneInitialized = initialized,
            IsControlPlane = machine.IsControlPlane(),
            MayInitialize = !initialized && workload is not null && machine.IsControlPlane() && await TakeLockAsync(machine, cluster, cancellationToken),
        });
        if (action is BootstrapAction.Initialize or BootstrapAction.Join)
            await Writes.CreateOnceAsync(client, NewSecret(machine, cluster, workload!, action), cancellationToken);
        return action;
    }

    /// <summary>One machine initializes the control plane, whatever runs at the same time: the lock is the creation of a ConfigMap.</summary>
    private async Task<bool> TakeLockAsync(Machine machine, Cluster cluster, CancellationToken cancellationToken)
    {
        IResourceClient<V1ConfigMap> locks = client.Resource<V1ConfigMap>();
        string name = CapiNames.InitLock(cluster.Metadata.Name!);
        await Writes.CreateOnceAsync(
            client,
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta
                {
                    Name = name,
                    NamespaceProperty = cluster.Metadata.NamespaceProperty,
                    Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = cluster.Metadata.Name! },
                    OwnerReferences = [cluster.AsOwner(controller: false)],
                },
                Data = new Dictionary<string, string> { [LockHolder] = machine.Metadata.Name! },
            },
            cancellationToken);

        V1ConfigMap held = await locks.GetAsync(cluster.Metadata.NamespaceProperty, name, cancellationToken);
        string? holder = null;
        held.Data?.TryGetValue(LockHolder, out holder);
        if (holder == machine.Metadata.Name)
            return true;

        // A holder that is gone will never initialize anything.
        if (holder is null || await client.Resource<Machine>().FindAsync(cluster.Metadata.NamespaceProperty, holder, cancellationToken) is null)
        {
            V1DeleteOptions thisOne = new()
            {
                Preconditions = new V1Preconditions { Uid = held.Metadata.Uid, ResourceVersion = held.Metadata.ResourceVersion },
            };
            await locks.DeleteAsync(cluster.Metadata.NamespaceProperty, name, thisOne, cancellationToken);
            return await TakeLockAsync(machine, cluster, cancellationToken);
        }

        return false;
    }

    private static V1Secret NewSecret(Machine machine, Cluster cluster, SimulatedWorkloadCluster workload, BootstrapAction action)
    {
        string data = KubeadmCloudConfig.Write(new BootstrapInput
        {
            IsFirstControlPlane = action == BootstrapAction.Initialize,
            IsControlPlane = machine.IsControlPlane(),
            Endpoint = $"{cluster.Spec!.ControlPlaneEndpoint!.Host}:{cluster.Spec.ControlPlaneEndpoint.Port}",
            CaCertificatePem = workload.CaCertificatePem,
            Token = workload.Token,
            Version = machine.Spec?.Version ?? DefaultVersion,
            ClusterName = cluster.Metadata.Name!,
        });
        return new V1Secret
        {
            Metadata = new V1ObjectMeta
            {
                Name = machine.Metadata.Name,
                NamespaceProperty = machine.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = cluster.Metadata.Name! },
                OwnerReferences = [machine.AsOwner(controller: true)],
            },
            Type = ClusterApiGroup.SecretType,
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(data), ["format"] = "cloud-config"u8.ToArray() },
        };
    }
}
