using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Pool;
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

/// <summary>Everything that the next step for one ElementalMachine depends on, at one moment.</summary>
internal sealed record MachineSeen
{
    /// <summary>The ElementalMachine.</summary>
    public required ElementalMachine Machine { get; init; }

    /// <summary>The Machine that owns it; null where there is no owner reference, or the Machine is not known (any more).</summary>
    public Machine? Owner { get; init; }

    /// <summary>The Cluster of the Machine.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The host that the machine names, or else the one that names the machine (a claim to be finished).</summary>
    public ElementalHost? Host { get; init; }

    /// <summary>The hosts of the namespace.</summary>
    public required HostPool Hosts { get; init; }

    /// <summary>What was found in the workload cluster; null while nobody looked.</summary>
    public NodeSighting? Node { get; init; }

    /// <summary>When the counts in the message of a machine without a host were last written; null where nobody remembers.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>
    /// Whether the server itself has just shown the machine as it is seen, in answer to a write or a read. A cache may be behind, and a machine
    /// that names another host by now must not claim this one.
    /// </summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Whether the server says that nobody who deletes the machine means its host.</summary>
    public bool IsCollected { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What is seen once the server has shown the machine.</summary>
    /// <param name="seen">What was seen before.</param>
    /// <param name="machine">The machine as the server has it, or null.</param>
    /// <returns>Null where the machine is gone, or is another one under the same name: its own event will come.</returns>
    public static MachineSeen? Confirmed(MachineSeen seen, ElementalMachine? machine) => machine switch
    {
        null => null,
        _ when machine.Metadata.Uid != seen.Machine.Metadata.Uid => null,
        { Spec.HostRef.Name: { } host } when host == seen.Host?.Metadata.Name => seen with { Machine = machine, IsConfirmed = true },
        _ => seen with { Machine = machine, Host = null, IsConfirmed = true },
    };

    /// <summary>Whether the machine must be left alone (O4).</summary>
    public bool IsPaused => Hold.IsPaused(Machine, Cluster);

    /// <summary>Whether provisioning has ever completed; this never goes back (M3).</summary>
    public bool IsProvisioned => Machine.Status?.Initialization?.Provisioned == true;

    /// <summary>
    /// Whether the Node of the host that the machine names has joined before. The condition says so; it is taken back before a host is given
    /// up. Where a move has dropped the status, core's copy of the provider ID says so; but a host that is free is not the one that joined: it
    /// was reset, and came back under its name.
    /// </summary>
    public bool HasJoined => Machine.Spec?.HostRef is not null && (IsProvisioned
        ? Conditions.Find(Machine.Status?.Conditions, ConditionTypes.ProviderIDReady) is null or { Status: ConditionStatus.True } or { Reason: Reasons.HostNotReported }
        : Owner?.Spec?.ProviderId is { Length: > 0 } known && known == Machine.Spec.ProviderId && !CanClaimHost);

    /// <summary>
    /// Whether the host that the machine names is really being deleted, so that another one is needed: it was told to wipe itself, which the host
    /// controller does once it knows that somebody means it, or a person lets it go. One that clusterctl deletes because it lives on in another
    /// management cluster is not (T14), and nothing is decided about one that is paused.
    /// </summary>
    public bool LosesHost =>
        Host is not null
        && Host.IsDeleting()
        && (Host.IsToldToReset() || Host.HasWipedItself() || Host.DetachedBecause() is not null)
        && Host.Metadata.Name == Machine.Spec?.HostRef?.Name
        && !Hold.IsMovedAway(Host)
        && !Hold.IsPaused(Host, Cluster)
        && !IsPaused;

    /// <summary>
    /// Whether the host that the machine names is to be given up: it is being deleted, or it cannot be had and its Node never joined.
    /// </summary>
    public bool MustForgetHost => LosesHost || !(HoldsHost || CanClaimHost || CanAdoptHost || HasJoined || MissesHost);

    /// <summary>
    /// Whether the object of the host that the machine held is not there, although nobody was seen to mean the host: who does, says so on the
    /// object first. The host may be executing the machine's data by now, and another one would be a second to do so (I1).
    /// </summary>
    public bool MissesHost => Machine.Spec?.HostRef is not null && Host is null
        && Conditions.Find(Machine.Status?.Conditions, ConditionTypes.AssociationReady)
            is { Status: ConditionStatus.True } or { Reason: Reasons.AssociatedHostNotFound };

    /// <summary>Whether the host that the machine names came back without its object, as one that serves this machine.</summary>
    public bool CanAdoptHost => Host is not null && Owner is not null && HostClaim.CanBeAdopted(Host, Machine, Owner.Spec?.ClusterName);

    /// <summary>Whether the host has yet to be heard of in this management cluster, as after a move.</summary>
    public bool AwaitsReport => HoldsHost && Host!.IsBootstrapped() && !Host!.HasReported();

    /// <summary>
    /// Whether moves have to wait for the machine: something is done to the host of a Node that has joined (MV4). Until it has, clusterctl waits by
    /// itself, and its host says so.
    /// </summary>
    public bool BlocksMove => HoldsHost && HasJoined && MoveBlock.IsNeeded(Host!);

    /// <summary>Control plane machines must not wait for the control plane they are about to make.</summary>
    public bool IsControlPlane => Owner?.Metadata.Labels?.ContainsKey(ClusterApiGroup.ControlPlaneLabel) == true;

    /// <summary>Whether host and machine agree on each other, as far as the host is concerned.</summary>
    public bool HoldsHost => Host is not null && HostClaim.IsHeldBy(Host, Machine);

    /// <summary>Whether the host that the machine names is free: chosen, but not claimed yet.</summary>
    public bool CanClaimHost =>
        Machine.Spec?.HostRef is not null && Host is not null && Host.IsFree();

    /// <summary>The owner reference to a Machine, known or not.</summary>
    public V1OwnerReference? OwnerReference => Owners.Find(Machine.Metadata, ClusterApiGroup.Name, "Machine");
}

/// <summary>What to do next for one ElementalMachine. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record MachineStep
{
    private MachineStep()
    {
    }

    /// <summary>Put the finalizer on, alone in its own write (O3).</summary>
    public sealed record AddFinalizer : MachineStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : MachineStep;

    /// <summary>
    /// Write the chosen host and the provider ID that follows from it on the machine, conditional on the version that was seen: from here on
    /// the machine can claim no other host.
    /// </summary>
    public sealed record RecordHost(ElementalHost Host) : MachineStep;

    /// <summary>Ask the server whether the machine still names the host that it chose earlier, before that claim is finished.</summary>
    public sealed record ConfirmMachine : MachineStep;

    /// <summary>Write the claim on the recorded host, conditional on the version that was seen.</summary>
    public sealed record Claim(ElementalHost Host) : MachineStep;

    /// <summary>
    /// Write that the Node no longer counts, before the host that it runs on is forgotten: who comes next must not take it for the Node of the
    /// next host.
    /// </summary>
    public sealed record ReportLoss(ElementalMachineStatus Status) : MachineStep;

    /// <summary>Take the host off the machine, if the server confirms that it cannot be had; another one will be chosen.</summary>
    public sealed record ForgetHost(string HostName) : MachineStep;

    /// <summary>Look for the Node of the host in the workload cluster.</summary>
    public sealed record LookForNode(ElementalHost Host) : MachineStep;

    /// <summary>Write provider ID and the end of the initialization on the Node.</summary>
    public sealed record InitializeNode(V1Node Node, string ProviderId) : MachineStep;

    /// <summary>Take over the provider ID that the Node has already; there it can never change.</summary>
    public sealed record AdoptProviderId(string ProviderId) : MachineStep;

    /// <summary>Take back the host that serves this machine and had lost its object.</summary>
    public sealed record Adopt(ElementalHost Host) : MachineStep;

    /// <summary>Have moves to another management cluster wait, or wait no more.</summary>
    public sealed record BlockMove(bool IsNeeded) : MachineStep;

    /// <summary>Tell the host to wipe itself, because its machine goes, where the server confirms that somebody means that.</summary>
    public sealed record RequestReset(ElementalHost Host) : MachineStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalMachineStatus? Status) : MachineStep
    {
        /// <summary>When to look again without an event; null for not at all.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
