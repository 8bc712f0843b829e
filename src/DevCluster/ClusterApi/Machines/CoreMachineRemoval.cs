using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Workload;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>Takes a Machine away, step by step. Reads the server and not the cache: what has not been seen yet must not be left behind.</summary>
internal sealed class CoreMachineRemoval(IKubernetesClient client, SimulatedWorkloadClusters workloads, TimeProvider clock)
{
    /// <summary>Goes as far as it can; a change of the infrastructure calls it again.</summary>
    public async Task AdvanceAsync(Machine machine, Cluster? cluster, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAsync(machine, cluster, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            // The cache was behind: the Machine is gone already.
            return;
        }
    }

    private async Task RemoveAsync(Machine machine, Cluster? cluster, CancellationToken cancellationToken)
    {
        while (true)
        {
            ElementalMachine? infrastructure = await FindInfrastructureAsync(machine, cancellationToken);
            V1Secret? secret = await FindSecretAsync(machine, cancellationToken);
            (SimulatedWorkloadCluster? workload, V1Node? node) = await FindNodeAsync(machine, cluster, cancellationToken);
            CoreMachineDeletionStep step = CoreMachineDeletion.Next(new CoreMachineDeletionSeen
            {
                Machine = machine,
                HasInfrastructure = infrastructure is not null,
                InfrastructureIsDeleting = infrastructure?.IsDeleting() ?? false,
                HasBootstrapSecret = secret is not null,
                HasNode = node is not null,
                ClusterIsDeleting = cluster?.IsDeleting() ?? true,
            });
            machine = await ShowAsync(machine, step, cancellationToken);
            switch (step)
            {
                case CoreMachineDeletionStep.DeleteInfrastructure:
                    await client.Resource<ElementalMachine>().DeleteAsync(
                        infrastructure!.Metadata.NamespaceProperty, infrastructure.Metadata.Name!, null, cancellationToken);
                    break;
                case CoreMachineDeletionStep.DeleteBootstrapSecret:
                    await client.Resource<V1Secret>().DeleteAsync(secret!.Metadata.NamespaceProperty, secret.Metadata.Name!, null, cancellationToken);
                    break;
                case CoreMachineDeletionStep.DeleteNode:
                    await workload!.Client.Resource<V1Node>().DeleteAsync(null, node!.Metadata.Name!, null, cancellationToken);
                    break;
                case CoreMachineDeletionStep.RemoveFinalizer:
                    await Writes.RemoveFinalizerAsync(client, machine, CapiNames.MachineFinalizer, cancellationToken);
                    return;
                default:
                    return;
            }
        }
    }

    private async Task<Machine> ShowAsync(Machine machine, CoreMachineDeletionStep step, CancellationToken cancellationToken)
    {
        (string reason, string message) = CoreMachineDeletion.Explain(step);
        MachineStatus status = (machine.Status ?? new MachineStatus()) with
        {
            Phase = "Deleting",
            ObservedGeneration = machine.Metadata.Generation,
            Conditions = Conditions.Set(machine.Status?.Conditions, CoreMachineConditions.WhileDeleting(machine, reason, message), clock.GetUtcNow()),
        };
        return await client.Resource<Machine>().PatchStatusAsync(machine, machine with { Status = status }, CapiNames.FieldManager, cancellationToken);
    }

    private async Task<ElementalMachine?> FindInfrastructureAsync(Machine machine, CancellationToken cancellationToken) =>
        machine.Spec?.InfrastructureRef is { Kind: "ElementalMachine" } reference
            ? await client.Resource<ElementalMachine>().FindAsync(machine.Metadata.NamespaceProperty, reference.Name, cancellationToken)
            : null;

    /// <summary>The bootstrap Secret if it was made for the Machine; one that a user brought stays.</summary>
    private async Task<V1Secret?> FindSecretAsync(Machine machine, CancellationToken cancellationToken) =>
        machine.Spec?.Bootstrap?.DataSecretName is { } name
        && await client.Resource<V1Secret>().FindAsync(machine.Metadata.NamespaceProperty, name, cancellationToken) is { } secret
        && secret.IsControlledBy(machine)
            ? secret
            : null;

    private async Task<(SimulatedWorkloadCluster?, V1Node?)> FindNodeAsync(Machine machine, Cluster? cluster, CancellationToken cancellationToken) =>
        machine.Status?.NodeRef is { } node && cluster is not null && workloads.Find(ObjectKey.Of(cluster)) is { } workload
            ? (workload, await workload.Client.Resource<V1Node>().FindAsync(null, node.Name, cancellationToken))
            : (null, null);
}
