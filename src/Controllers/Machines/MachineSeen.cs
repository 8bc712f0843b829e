using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Workload;

namespace ElementalProvider.Controllers.Machines;

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
