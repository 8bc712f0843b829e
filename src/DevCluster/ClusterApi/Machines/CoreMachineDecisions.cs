using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>What a Machine takes over from its infrastructure and its Node. No I/O.</summary>
internal static class CoreMachineDecisions
{
    /// <summary>The Machine with the provider ID of its infrastructure, copied once that is provisioned (M3).</summary>
    public static Machine WithProviderId(Machine machine, ElementalMachine? infrastructure) =>
        infrastructure is { Status.Initialization.Provisioned: true, Spec.ProviderId: { Length: > 0 } id }
            ? machine with { Spec = machine.Spec! with { ProviderId = id } }
            : machine;

    /// <summary>The Node whose provider ID is byte for byte the one of the Machine (M2).</summary>
    /// <exception cref="InvalidOperationException">There is more than one.</exception>
    public static V1Node? FindNode(string? providerId, IEnumerable<V1Node> nodes)
    {
        if (providerId is null)
            return null;

        List<V1Node> found = [.. nodes.Where(node => string.Equals(node.Spec?.ProviderID, providerId, StringComparison.Ordinal)).Take(2)];
        return found.Count > 1
            ? throw new InvalidOperationException($"More than one Node has the provider ID {providerId}: {found[0].Metadata.Name} and {found[1].Metadata.Name}.")
            : found.SingleOrDefault();
    }

    /// <summary>What the Machine shows. What was initialized once stays so.</summary>
    public static MachineStatus Observe(CoreMachineSeen seen, DateTimeOffset now)
    {
        MachineStatus before = seen.Machine.Status ?? new MachineStatus();
        bool provisioned = before.Initialization?.InfrastructureProvisioned == true || seen.Infrastructure?.Status?.Initialization?.Provisioned == true;
        bool hasData = seen.Machine.Spec?.Bootstrap?.DataSecretName is not null;
        MachineStatus status = before with
        {
            Initialization = provisioned || hasData || before.Initialization is not null
                ? new MachineInitialization
                {
                    InfrastructureProvisioned = provisioned ? true : null,
                    BootstrapDataSecretCreated = hasData || before.Initialization?.BootstrapDataSecretCreated == true ? true : null,
                }
                : null,
            Addresses = seen.Infrastructure?.Status?.Addresses ?? before.Addresses,
            NodeRef = seen.Node is { } node ? new NodeReference { Name = node.Metadata.Name! } : before.NodeRef,
            ObservedGeneration = seen.Machine.Metadata.Generation,
        };
        return status with
        {
            Phase = Phase(seen.Machine, status),
            Conditions = Conditions.Set(before.Conditions, CoreMachineConditions.Of(seen, status), now),
        };
    }

    private static string Phase(Machine machine, MachineStatus status) => status switch
    {
        { Initialization.InfrastructureProvisioned: true, NodeRef: not null } => "Running",
        { Initialization.InfrastructureProvisioned: true } when machine.Spec?.ProviderId is not null => "Provisioned",
        { Initialization.BootstrapDataSecretCreated: true } => "Provisioning",
        _ => "Pending",
    };
}

/// <summary>What is known of a Machine that is not being deleted.</summary>
internal sealed record CoreMachineSeen
{
    public required Machine Machine { get; init; }

    /// <summary>The infrastructure, once it is there.</summary>
    public ElementalMachine? Infrastructure { get; init; }

    /// <summary>The Node with exactly the provider ID of the Machine.</summary>
    public V1Node? Node { get; init; }

    /// <summary>What was decided about the bootstrap data; null when the Machine has it.</summary>
    public BootstrapAction? Bootstrap { get; init; }
}
