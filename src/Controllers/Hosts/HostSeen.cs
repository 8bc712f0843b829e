using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Everything that the next step for one ElementalHost depends on, at one moment.</summary>
internal sealed record HostSeen
{
    /// <summary>The host.</summary>
    public required ElementalHost Host { get; init; }

    /// <summary>The ElementalMachine that the host serves, where both agree on that.</summary>
    public ElementalMachine? Machine { get; init; }

    /// <summary>The Cluster that the host belongs to while it is claimed.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The ElementalRegistration that the host came through; null where it is gone.</summary>
    public ElementalRegistration? Registration { get; init; }

    /// <summary>
    /// Whether an ElementalMachine that is not being deleted itself names the host. It must have seen that the host goes before the host may
    /// go, or it could not tell a deletion from a loss.
    /// </summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether <see cref="Machine"/> is the word of the server itself, and not only of a cache.</summary>
    public bool IsMachineConfirmed { get; init; }

    /// <summary>
    /// Whether the host serves a machine that is gone or has another host, so that nobody is left who would hand it to a reset. A claim may
    /// come to that when a manager that no longer leads writes it last; such a host serves nobody yet. One that does lost its machine in another
    /// way, which nobody here can tell from a lost object. Where the Cluster is not known, a move may be what is seen.
    /// </summary>
    public bool IsLeftBehind =>
        Host.Spec?.MachineRef is not null
        && Cluster is not null
        && (Machine is null || (Machine.Spec?.HostRef?.Name is { } named && named != Host.Metadata.Name));

    /// <summary>What is known of who deletes the host.</summary>
    public HostDeletion Deletion { get; init; }

    /// <summary>
    /// Whether the registration of that name is another object than the one that the host names, or the host names none any more: it has to name
    /// this one, or garbage collection takes it.
    /// </summary>
    public bool IsDisowned =>
        Registration is not null
        && Ownership.RegistrationOf(Host) is not null
        && !Hold.IsMoving(Registration)
        && Registration.Metadata.DeletionTimestamp is null
        && OwnerReference?.Uid != Registration.Metadata.Uid;

    /// <summary>The owner reference to the registration; null where there is none.</summary>
    public V1OwnerReference? OwnerReference => Owners.Find(Host.Metadata, ElementalGroup.Name, ElementalRegistration.KubeKind);

    /// <summary>Whether the leave for an operation that failed was seen to be taken away, even if it is there again by now.</summary>
    public bool WasWithdrawn { get; init; }

    /// <summary>How long after the leave an operation may be begun; zero for any time.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the host must be left alone; a host has no Cluster of its own, so that of its claim counts (O5).</summary>
    public bool IsPaused => Hold.IsPaused(Host, Cluster);

    /// <summary>Who lets the host go without a reset and why; null where nobody does.</summary>
    public string? DetachedBecause => Host.DetachedBecause();

    /// <summary>What the registration remembers of a host with this key that was let go without a reset; null for nothing.</summary>
    public DetachedHost? Remembered =>
        Registration is not null && DetachedHosts.KeyHashOf(Host.Spec?.PubKey) is { } key
            ? DetachedHosts.Of(Registration.Metadata)?.FirstOrDefault(host => host.KeyHash == key)
            : null;
}

/// <summary>What is known of who deletes a host.</summary>
internal enum HostDeletion
{
    /// <summary>Nobody has asked the server yet.</summary>
    Unknown,

    /// <summary>Somebody who means the host.</summary>
    Meant,

    /// <summary>
    /// Garbage collection, because its registration is gone, or the API server, because the kind is being done away with. The machine behind it has
    /// done nothing to be wiped for, and comes back as what it is.
    /// </summary>
    Collected,

    /// <summary>Garbage collection may: its registration is being deleted, in the foreground for all that one can see, which takes its hosts first.</summary>
    WithItsRegistration,
}
