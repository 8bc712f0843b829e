using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.DevCluster.ClusterApi.Clusters;

/// <summary>What a Cluster takes over from its infrastructure and machines, and in what order it goes. No I/O.</summary>
internal static class CoreClusterDecisions
{
    /// <summary>The Cluster with the endpoint of its infrastructure, unless it has one (C1).</summary>
    public static Cluster WithEndpoint(Cluster cluster, ElementalCluster? infrastructure) =>
        IsProvisioned(cluster, infrastructure)
        && cluster.Spec?.ControlPlaneEndpoint is not { IsValid: true }
        && infrastructure?.Spec?.ControlPlaneEndpoint is { IsValid: true } endpoint
            ? cluster with { Spec = (cluster.Spec ?? new ClusterSpec()) with { ControlPlaneEndpoint = endpoint } }
            : cluster;

    /// <summary>Whether machines may be created: the infrastructure said so once, or none is asked for (C7).</summary>
    public static bool IsProvisioned(Cluster cluster, ElementalCluster? infrastructure) =>
        cluster.Status?.Initialization?.InfrastructureProvisioned == true
        || cluster.Spec?.InfrastructureRef is null
        || infrastructure?.Status?.Initialization?.Provisioned == true;

    /// <summary>What the Cluster shows.</summary>
    public static ClusterStatus Observe(CoreClusterSeen seen, DateTimeOffset now)
    {
        ClusterStatus before = seen.Cluster.Status ?? new ClusterStatus();
        bool provisioned = IsProvisioned(seen.Cluster, seen.Infrastructure);
        bool initialized = before.Initialization?.ControlPlaneInitialized == true || seen.ControlPlane.Machines.Any(machine => machine.Status?.NodeRef is not null);
        return before with
        {
            Initialization = provisioned || initialized
                ? new ClusterInitialization { InfrastructureProvisioned = provisioned ? true : null, ControlPlaneInitialized = initialized ? true : null }
                : null,
            Phase = seen.Cluster switch
            {
                _ when seen.Cluster.IsDeleting() => "Deleting",
                { Spec.ControlPlaneEndpoint.IsValid: true } when provisioned => "Provisioned",
                { Spec.InfrastructureRef: not null } => "Provisioning",
                _ => "Pending",
            },
            ControlPlane = seen.ControlPlane.Count(),
            Workers = seen.Workers.Count(),
            ObservedGeneration = seen.Cluster.Metadata.Generation,
            Conditions = Conditions.Set(before.Conditions, ConditionsOf(seen, initialized), now),
        };
    }

    /// <summary>The first step that is not done: workers, control plane, infrastructure.</summary>
    public static CoreClusterDeletionStep NextDeletion(CoreClusterSeen seen) => seen switch
    {
        { Workers.IsEmpty: false } => CoreClusterDeletionStep.DeleteWorkers,
        { ControlPlane.IsEmpty: false } => CoreClusterDeletionStep.DeleteControlPlane,
        { Infrastructure: not null } => CoreClusterDeletionStep.DeleteInfrastructure,
        _ => CoreClusterDeletionStep.RemoveFinalizer,
    };

    private static IEnumerable<Condition> ConditionsOf(CoreClusterSeen seen, bool initialized)
    {
        Condition infrastructure = Infrastructure(seen);
        Condition controlPlane = Make(
            CapiConditions.ControlPlaneInitialized, initialized, initialized ? "Initialized" : "NotInitialized", initialized ? "" : "No control plane machine has a Node yet");
        Condition probe = Make(
            CapiConditions.RemoteConnectionProbe,
            seen.HasWorkload,
            seen.HasWorkload ? "ProbeSucceeded" : "ProbeFailed",
            seen.HasWorkload ? "" : seen.WorkloadProblem ?? "The API server of the cluster is not started yet");
        Condition deleting = Make(CapiConditions.Deleting, seen.Cluster.IsDeleting(), seen.Cluster.IsDeleting() ? "Deleting" : "NotDeleting");
        Condition? missing = new[] { infrastructure, controlPlane, probe }.FirstOrDefault(each => each.Status != ConditionStatus.True);
        bool available = missing is null && !seen.Cluster.IsDeleting();
        Condition summary = Make(
            CapiConditions.Available, available, available ? "Available" : "NotAvailable", missing is null ? "" : $"* {missing.Type}: {missing.Message}");
        return new[] { summary, infrastructure, controlPlane, probe, deleting }
            .Select(condition => condition with { ObservedGeneration = seen.Cluster.Metadata.Generation });
    }

    private static Condition Infrastructure(CoreClusterSeen seen)
    {
        if (seen.Cluster.Spec?.InfrastructureRef is null)
            return Make(CapiConditions.InfrastructureReady, true, "NoInfrastructureWanted");

        if (seen.Infrastructure is not { } infrastructure)
            return Make(CapiConditions.InfrastructureReady, false, "ObjectDoesNotExist", "The infrastructure does not exist");

        if (Conditions.Find(infrastructure.Status?.Conditions, ConditionTypes.Ready) is { } ready)
            return ready with { Type = CapiConditions.InfrastructureReady };

        bool provisioned = infrastructure.Status?.Initialization?.Provisioned == true;
        return Make(CapiConditions.InfrastructureReady, provisioned, provisioned ? "Provisioned" : "NotProvisioned");
    }

    private static Condition Make(string type, bool holds, string reason, string message = "") => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        Reason = reason,
        Message = message,
    };
}

/// <summary>What is known of a Cluster.</summary>
internal sealed record CoreClusterSeen
{
    public required Cluster Cluster { get; init; }

    /// <summary>The infrastructure, if it is there.</summary>
    public ElementalCluster? Infrastructure { get; init; }

    public required CoreClusterParts ControlPlane { get; init; }

    public required CoreClusterParts Workers { get; init; }

    /// <summary>Why the API server of the cluster could not be started.</summary>
    public string? WorkloadProblem { get; init; }

    /// <summary>The API server of the cluster runs.</summary>
    public bool HasWorkload { get; init; }
}

/// <summary>The steps in which a Cluster goes, in their order (X2).</summary>
internal enum CoreClusterDeletionStep
{
    DeleteWorkers,
    DeleteControlPlane,
    DeleteInfrastructure,
    RemoveFinalizer,
}
