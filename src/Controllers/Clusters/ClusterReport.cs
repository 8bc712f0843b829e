using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>The status of an ElementalCluster. All conditions are there from the first report on (K1).</summary>
internal static class ClusterReport
{
    private static readonly string[] Steps = [ConditionTypes.CAPIClusterReady, ConditionTypes.ControlPlaneEndpointReady];

    /// <summary>The status as it follows from owner and endpoint. Provisioned is written once and never taken back (C1).</summary>
    public static ElementalClusterStatus Of(ClusterSeen seen)
    {
        ElementalClusterStatus status = With(seen, [OwnerCondition(seen), EndpointCondition(seen)]);
        return Conditions.IsTrue(status.Conditions, ConditionTypes.Ready)
            ? status with { Initialization = new Initialization { Provisioned = true }, Ready = true }
            : status;
    }

    /// <summary>The object is left alone: only that is reported, and what nobody has reported yet.</summary>
    public static ElementalClusterStatus Paused(ClusterSeen seen) => With(
        seen,
        Steps.Where(type => Conditions.Find(seen.Infrastructure.Status?.Conditions, type) is null).Select(type => new Condition
        {
            Type = type, Status = ConditionStatus.Unknown, Reason = Reasons.Paused, Message = "not looked at while paused",
        }));

    /// <summary>Machines of the cluster still exist, so the object must stay (C8).</summary>
    public static ElementalClusterStatus Deleting(ClusterSeen seen)
    {
        ElementalClusterStatus status = With(seen, [OwnerCondition(seen), EndpointCondition(seen)]);
        var deleting = new Condition
        {
            Type = ConditionTypes.Ready,
            Status = ConditionStatus.False,
            Reason = Reasons.Deleting,
            Message = seen.Machines == 1 ? "waits for 1 ElementalMachine of the cluster" : $"waits for {seen.Machines} ElementalMachines of the cluster",
            ObservedGeneration = seen.Infrastructure.Metadata.Generation,
        };
        return status with { Conditions = Conditions.Set(status.Conditions, deleting, seen.Now) };
    }

    private static ElementalClusterStatus With(ClusterSeen seen, IEnumerable<Condition> steps)
    {
        long? generation = seen.Infrastructure.Metadata.Generation;
        ElementalClusterStatus status = seen.Infrastructure.Status ?? new ElementalClusterStatus();
        IReadOnlyList<Condition> conditions = Conditions.Set(
            status.Conditions, steps.Select(step => step with { ObservedGeneration = generation }), seen.Now);
        conditions = Conditions.Set(conditions, ReadySummary.Of(conditions, generation, Steps), seen.Now);
        return status with { Conditions = Conditions.Set(conditions, Hold.PausedCondition(seen.Infrastructure, seen.Owner), seen.Now) };
    }

    private static Condition OwnerCondition(ClusterSeen seen) => seen switch
    {
        { Owner: not null } => Condition(ConditionTypes.CAPIClusterReady, true, Reasons.ClusterOwned),
        { OwnerReference: { } reference } => Condition(
            ConditionTypes.CAPIClusterReady, false, Reasons.MissingClusterOwner, $"the Cluster {reference.Name} is not known"),
        _ => Condition(ConditionTypes.CAPIClusterReady, false, Reasons.MissingClusterOwner, "no Cluster owns this ElementalCluster yet"),
    };

    private static Condition EndpointCondition(ClusterSeen seen) => seen.Endpoint is { } endpoint
        ? Condition(ConditionTypes.ControlPlaneEndpointReady, true, Reasons.ControlPlaneEndpointSet, $"{endpoint.Host}:{endpoint.Port}")
        : Condition(
            ConditionTypes.ControlPlaneEndpointReady,
            false,
            Reasons.MissingControlPlaneEndpoint,
            "neither spec.controlPlaneEndpoint of the ElementalCluster nor that of its Cluster has a host and a port");

    private static Condition Condition(string type, bool holds, string reason, string message = "") => new()
    {
        Type = type, Status = holds ? ConditionStatus.True : ConditionStatus.False, Reason = reason, Message = message,
    };
}
