using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi.Workload;
using ElementalProvider.Kubernetes;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>Stands in for the kubeadm bootstrap provider: makes the bootstrap data of machines that bring none.</summary>
internal sealed class BootstrapProvider(IKubernetesClient client, WorkloadClusters workloads)
{
    private const string LockHolder = "machine";
    private const string DefaultVersion = "v1.36.1";

    /// <summary>Makes the data, unless it must wait.</summary>
    /// <returns>What was decided; the Secret, named as the Machine, is there for <see cref="BootstrapAction.Initialize"/> and <see cref="BootstrapAction.Join"/>.</returns>
    public async Task<BootstrapAction> ProvideAsync(Machine machine, Cluster cluster, CancellationToken cancellationToken)
    {
        WorkloadCluster? workload = workloads.Find(ObjectKey.Of(cluster));
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
        IResourceClient<ConfigMap> locks = client.Resource<ConfigMap>();
        string name = CapiNames.InitLock(cluster.Metadata.Name!);
        await Writes.CreateOnceAsync(
            client,
            new ConfigMap
            {
                Metadata = new ObjectMeta
                {
                    Name = name,
                    Namespace = cluster.Metadata.Namespace,
                    Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = cluster.Metadata.Name! },
                    OwnerReferences = [cluster.AsOwner(controller: false)],
                },
                Data = new Dictionary<string, string> { [LockHolder] = machine.Metadata.Name! },
            },
            cancellationToken);

        ConfigMap held = await locks.GetAsync(cluster.Metadata.Namespace, name, cancellationToken);
        string? holder = held.Data?.GetValueOrDefault(LockHolder);
        if (holder == machine.Metadata.Name)
            return true;

        // A holder that is gone will never initialize anything.
        if (holder is null || await client.Resource<Machine>().FindAsync(cluster.Metadata.Namespace, holder, cancellationToken) is null)
        {
            DeleteOptions thisOne = new() { Uid = held.Metadata.Uid, ResourceVersion = held.Metadata.ResourceVersion };
            await locks.DeleteAsync(cluster.Metadata.Namespace, name, thisOne, cancellationToken);
            return await TakeLockAsync(machine, cluster, cancellationToken);
        }

        return false;
    }

    private static Secret NewSecret(Machine machine, Cluster cluster, WorkloadCluster workload, BootstrapAction action)
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
        return new Secret
        {
            Metadata = new ObjectMeta
            {
                Name = machine.Metadata.Name,
                Namespace = machine.Metadata.Namespace,
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = cluster.Metadata.Name! },
                OwnerReferences = [machine.AsOwner(controller: true)],
            },
            Type = ClusterApiGroup.SecretType,
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(data), ["format"] = "cloud-config"u8.ToArray() },
        };
    }
}
