using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Workload;

namespace ElementalProvider.Controllers.Machines;

/// <summary>
/// The life of an ElementalMachine, in the order that the CAPI contract asks for: owner, finalizer, pause, deletion, cluster
/// infrastructure, bootstrap data, host, node (M1, O3, O4). A machine whose host is deleted under it starts over at the host, whether it was
/// provisioned or not.
/// </summary>
internal static class MachineDecisions
{
    /// <summary>How long an ElementalMachine may be without its Machine before that is worth a write (T13).</summary>
    public static readonly TimeSpan OwnerGrace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How old the counts in the message of a waiting machine may get, and how often they are written at most: many machines may wait, and
    /// every host that comes or goes would otherwise be told by all of them.
    /// </summary>
    public static readonly TimeSpan CountsAge = TimeSpan.FromSeconds(30);

    /// <summary>How soon to look again for a host that another machine is about to claim.</summary>
    public static readonly TimeSpan ContestedRetry = TimeSpan.FromSeconds(1);

    /// <summary>The taint that waits for a cloud provider to initialize a Node.</summary>
    public const string UninitializedTaint = "node.cloudprovider.kubernetes.io/uninitialized";

    /// <summary>What to do next.</summary>
    public static MachineStep Next(MachineSeen seen) => seen switch
    {
        _ when seen.Machine.IsDeleting() => Delete(seen),
        { LosesHost: true, HasJoined: true } => new MachineStep.ReportLoss(MachineReport.LosingHost(seen)),
        { LosesHost: true } => new MachineStep.ForgetHost(seen.Machine.Spec!.HostRef!.Name!),
        { OwnerReference: null } => AwaitOwner(seen),
        _ when !seen.Machine.Metadata.HasFinalizer(Finalizers.Machine) => new MachineStep.AddFinalizer(),
        // Whoever moves pauses first, and then waits.
        _ when !ReferenceEquals(MoveBlock.On(seen.Machine.Metadata, seen.BlocksMove), seen.Machine.Metadata) => new MachineStep.BlockMove(seen.BlocksMove),
        { IsPaused: true } => new MachineStep.Settle(MachineReport.Paused(seen)),
        { CanAdoptHost: true } => new MachineStep.Adopt(seen.Host!),
        { AwaitsReport: true, HasJoined: true } => new MachineStep.Settle(MachineReport.NotReported(seen)),
        { IsProvisioned: true, HasJoined: true } when !seen.HoldsHost || !IsToLookAgain(seen) => Watch(seen),
        { HoldsHost: true } => Provision(seen, seen.Host!),
        { HasJoined: true } or { MissesHost: true } => new MachineStep.Settle(MachineReport.LostHost(seen)),
        { Owner: null } => Blocked(seen, Reasons.MissingMachineOwner, $"the Machine {seen.OwnerReference.Name} is not known"),
        { Cluster: null } => Blocked(seen, Reasons.MissingAssociatedCluster, $"the Cluster {seen.Owner.Spec?.ClusterName} is not known"),
        { Machine.Spec.HostRef.Name: { } lost, MustForgetHost: true } => new MachineStep.ForgetHost(lost),
        { Cluster.Status.Initialization.InfrastructureProvisioned: not true } => Blocked(
            seen, Reasons.MissingClusterInfrastructureReady, $"the infrastructure of the Cluster {seen.Cluster.Metadata.Name} is not provisioned yet"),
        { Owner.Spec.Bootstrap.DataSecretName: null or "" } => Blocked(
            seen, Reasons.MissingBootstrapSecret, $"the Machine {seen.Owner.Metadata.Name} has no bootstrap data yet"),
        { CanClaimHost: true, IsConfirmed: false } => new MachineStep.ConfirmMachine(),
        { CanClaimHost: true } => new MachineStep.Claim(seen.Host!),
        _ => ChooseHost(seen),
    };

    /// <summary>Whether a machine that moved here has yet to see its Node.</summary>
    private static bool IsToLookAgain(MachineSeen seen) =>
        Conditions.Find(seen.Machine.Status?.Conditions, ConditionTypes.ProviderIDReady)?.Reason == Reasons.HostNotReported;

    private static MachineStep Delete(MachineSeen seen)
    {
        if (!seen.Machine.Metadata.HasFinalizer(Finalizers.Machine))
            return new MachineStep.Settle(seen.Machine.Status);
        if (Hold.IsMovedAway(seen.Machine))
            return new MachineStep.RemoveFinalizer();
        if (seen.IsPaused)
            return new MachineStep.Settle(MachineReport.Paused(seen));

        bool mustReset = seen.HoldsHost && !seen.Host!.IsToldToReset() && !seen.IsCollected;
        return mustReset ? new MachineStep.RequestReset(seen.Host!) : new MachineStep.RemoveFinalizer();
    }

    private static MachineStep.Settle AwaitOwner(MachineSeen seen)
    {
        // A write before core has set the owner reference makes core's own write conflict (T13), so silence comes first.
        TimeSpan age = seen.Now - (seen.Machine.Metadata.CreationTimestamp ?? seen.Now);
        return age < OwnerGrace
            ? new MachineStep.Settle(seen.Machine.Status) { RequeueAfter = OwnerGrace - age }
            : Blocked(seen, Reasons.MissingMachineOwner, "no Machine owns this ElementalMachine");
    }

    private static MachineStep ChooseHost(MachineSeen seen)
    {
        if (HostSelection.Choose(seen.Machine, seen.Hosts.Candidates()) is { } host)
            return new MachineStep.RecordHost(host);

        // A free host that is no candidate is being claimed by another machine right now; should that fail, nobody would tell.
        return HostSelection.Choose(seen.Machine, seen.Hosts.Free()) is null
            ? AwaitHost(seen)
            : new MachineStep.Settle(seen.Machine.Status) { RequeueAfter = ContestedRetry };
    }

    private static MachineStep.Settle AwaitHost(MachineSeen seen)
    {
        TimeSpan age = seen.CountedAt is { } counted ? seen.Now - counted : CountsAge;
        Condition? standing = Conditions.Find(seen.Machine.Status?.Conditions, ConditionTypes.AssociationReady);
        bool isFresh = age < CountsAge
            && standing?.Reason == Reasons.MissingAvailableHosts
            && standing.ObservedGeneration == seen.Machine.Metadata.Generation;
        string message = isFresh ? standing!.Message : HostSelection.Explain(seen.Machine, seen.Hosts.Counts(), seen.Hosts.Waiting());
        return Blocked(seen, Reasons.MissingAvailableHosts, message) with { RequeueAfter = isFresh ? CountsAge - age : CountsAge };
    }

    private static MachineStep Provision(MachineSeen seen, ElementalHost host)
    {
        if (seen.Machine.Spec is not { HostRef: not null, ProviderId: not null and not "" })
            return new MachineStep.RecordHost(host);
        if (HostProgress.Of(host) is { Status: not ConditionStatus.True } unready)
            return new MachineStep.Settle(MachineReport.Waiting(seen, unready));
        if (seen.Cluster is null)
            return AwaitNode(seen, Reasons.MissingAssociatedCluster, "the Cluster of the machine is not known") with { RequeueAfter = null };
        if (!seen.IsControlPlane && seen.Cluster.Status?.Initialization?.ControlPlaneInitialized != true)
            return AwaitNode(seen, Reasons.WaitingForControlPlaneInitialized, "the control plane is not initialized yet") with { RequeueAfter = null };

        return seen.Node switch
        {
            null => new MachineStep.LookForNode(host),
            NodeSighting.Missing => AwaitNode(
                seen,
                Reasons.NodeNotFound,
                $"the Node {host.Metadata.Name} has not joined the Cluster {seen.Cluster.Metadata.Name} yet; where its kubelet registers under another name, "
                + $"name it {host.Metadata.Name} (nodeRegistration.name of kubeadm), or give it the provider ID {seen.Machine.Spec.ProviderId} (kubelet --provider-id), "
                + "by which it is found as well"),
            NodeSighting.Unreachable unreachable => AwaitNode(seen, Reasons.WorkloadClusterUnreachable, unreachable.Why),
            NodeSighting.Found found => Join(seen, found.Node),
            _ => throw new InvalidOperationException($"no decision for the sighting {seen.Node.GetType().Name}"),
        };
    }

    private static MachineStep Join(MachineSeen seen, V1Node node)
    {
        string? nodeHas = node.Spec?.ProviderID;
        string machineHas = seen.Machine.Spec!.ProviderId!;
        if (!string.IsNullOrEmpty(nodeHas) && nodeHas != machineHas)
            return new MachineStep.AdoptProviderId(nodeHas);

        bool tainted = node.Spec?.Taints?.Any(taint => taint.Key == UninitializedTaint) == true;
        return string.IsNullOrEmpty(nodeHas) || tainted
            ? new MachineStep.InitializeNode(node, machineHas)
            : new MachineStep.Settle(MachineReport.Provisioned(seen, node));
    }

    /// <summary>A machine whose Node has joined keeps its host until somebody deletes it; it only says how the host is (M2, M3).</summary>
    private static MachineStep.Settle Watch(MachineSeen seen) => seen switch
    {
        { HoldsHost: true } => new(MachineReport.Running(seen, HostProgress.Of(seen.Host!))),
        _ => new(MachineReport.LostHost(seen)),
    };

    private static MachineStep.Settle Blocked(MachineSeen seen, string reason, string message) =>
        new(MachineReport.Waiting(seen, new Condition
        {
            Type = ConditionTypes.AssociationReady, Status = ConditionStatus.False, Reason = reason, Message = message,
        }));

    private static MachineStep.Settle AwaitNode(MachineSeen seen, string reason, string message)
    {
        // Unknown while another cluster is waited for, so that the age of False is the age of the wait for the Node itself.
        string status = reason == Reasons.NodeNotFound ? ConditionStatus.False : ConditionStatus.Unknown;
        var condition = new Condition { Type = ConditionTypes.ProviderIDReady, Status = status, Reason = reason, Message = message };
        return new(MachineReport.Waiting(seen, condition)) { RequeueAfter = NodeRetry.Delay(seen.Machine.Status?.Conditions, condition, seen.Now) };
    }
}
