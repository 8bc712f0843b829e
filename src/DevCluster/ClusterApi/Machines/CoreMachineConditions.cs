using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>The conditions of a Machine.</summary>
internal static class CoreMachineConditions
{
    /// <summary>All conditions of a Machine that is not being deleted.</summary>
    public static IEnumerable<Condition> Of(CoreMachineSeen seen, MachineStatus status)
    {
        Condition[] parts = [Bootstrap(seen), Infrastructure(seen, status), Node(seen.Node)];
        Condition? missing = parts.FirstOrDefault(part => part.Status != ConditionStatus.True);
        Condition ready = missing is null
            ? Make(CapiConditions.Ready, true, "Ready")
            : Make(CapiConditions.Ready, false, "NotReady", $"* {missing.Type}: {(missing.Message.Length > 0 ? missing.Message : missing.Reason)}");
        Condition[] all =
        [
            .. parts,
            ready,
            Make(CapiConditions.Available, missing is null, missing is null ? "Available" : "NotReady"),
            Make(CapiConditions.Deleting, false, "NotDeleting"),
        ];
        return all.Select(condition => condition with { ObservedGeneration = seen.Machine.Metadata.Generation });
    }

    /// <summary>The conditions that change when the Machine is being deleted.</summary>
    public static IEnumerable<Condition> WhileDeleting(Machine machine, string reason, string message) =>
    [
        Make(CapiConditions.Deleting, true, reason, message) with { ObservedGeneration = machine.Metadata.Generation },
        Make(CapiConditions.Ready, false, "Deleting", message) with { ObservedGeneration = machine.Metadata.Generation },
        Make(CapiConditions.Available, false, "NotReady") with { ObservedGeneration = machine.Metadata.Generation },
    ];

    private static Condition Bootstrap(CoreMachineSeen seen) => seen.Bootstrap switch
    {
        _ when seen.Machine.Spec?.Bootstrap?.DataSecretName is not null => Make(CapiConditions.BootstrapConfigReady, true, "Ready"),
        BootstrapAction.WaitForInfrastructure => Make(
            CapiConditions.BootstrapConfigReady, false, "WaitingForClusterInfrastructureReady", "Waiting for the infrastructure of the Cluster"),
        BootstrapAction.WaitForControlPlane => Make(
            CapiConditions.BootstrapConfigReady, false, "WaitingForControlPlaneInitialized", "Waiting for the first control plane machine"),
        _ => Make(CapiConditions.BootstrapConfigReady, false, "NotReady", "Bootstrap data is being made"),
    };

    private static Condition Infrastructure(CoreMachineSeen seen, MachineStatus status)
    {
        if (seen.Infrastructure is not { } infrastructure)
        {
            return status.Initialization?.InfrastructureProvisioned == true
                ? Make(CapiConditions.InfrastructureReady, false, "ObjectDeleted", "The infrastructure was deleted although the Machine is not")
                : Make(CapiConditions.InfrastructureReady, false, "ObjectDoesNotExist", "The infrastructure does not exist");
        }

        if (Conditions.Find(infrastructure.Status?.Conditions, ConditionTypes.Ready) is { } ready)
            return ready with { Type = CapiConditions.InfrastructureReady };

        bool provisioned = infrastructure.Status?.Initialization?.Provisioned == true;
        return Make(CapiConditions.InfrastructureReady, provisioned, provisioned ? "Ready" : "NotReady");
    }

    private static Condition Node(V1Node? node)
    {
        if (node is null)
            return Make(CapiConditions.NodeReady, false, "NodeDoesNotExist", "No Node has the provider ID of the Machine");

        V1NodeCondition? ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        return Make(CapiConditions.NodeReady, ready?.Status == ConditionStatus.True, ready?.Status == ConditionStatus.True ? "NodeReady" : "NodeNotReady", ready?.Message ?? "");
    }

    private static Condition Make(string type, bool holds, string reason, string message = "") => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        Reason = reason,
        Message = message,
    };
}
