using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>Questions about a host that more than one decision asks. Each is answered here and nowhere else.</summary>
public static class HostPredicates
{
    /// <summary>Whether a label says yes. One that says anything else, such as <c>false</c>, says nothing.</summary>
    /// <param name="host">The host.</param>
    /// <param name="label">One of <see cref="HostLabels"/>.</param>
    public static bool Says(this ElementalHost host, string label) => host.Metadata.Label(label) == HostLabels.True;

    /// <summary>Name of the ElementalRegistration that the host came through, there or not; null where the host does not say.</summary>
    /// <param name="host">The host.</param>
    public static string? RegistrationName(this ElementalHost host) =>
        host.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Kind == ElementalRegistration.KubeKind)?.Name
            ?? host.Metadata.Annotation(HostAnnotations.Registration);

    /// <summary>Whether the operating system is installed.</summary>
    /// <param name="host">The host.</param>
    public static bool IsInstalled(this ElementalHost host) => host.Says(HostLabels.Installed);

    /// <summary>Whether the bootstrap data has run: the host serves a cluster.</summary>
    /// <param name="host">The host.</param>
    public static bool IsBootstrapped(this ElementalHost host) => host.Says(HostLabels.Bootstrapped);

    /// <summary>Whether an ElementalMachine holds the host.</summary>
    /// <param name="host">The host.</param>
    public static bool IsClaimed(this ElementalHost host) => host.Spec?.MachineRef is not null;

    /// <summary>Whether the object is being deleted.</summary>
    /// <param name="host">The host.</param>
    public static bool IsBeingDeleted(this ElementalHost host) => host.Metadata.DeletionTimestamp is not null;

    /// <summary>Whether somebody has asked the host to wipe itself.</summary>
    /// <param name="host">The host.</param>
    public static bool IsToldToReset(this ElementalHost host) => host.Says(HostLabels.NeedsReset);

    /// <summary>Whether the host has to be wiped: it was told to, or it is being deleted.</summary>
    /// <param name="host">The host.</param>
    public static bool MustReset(this ElementalHost host) => host.IsToldToReset() || host.IsBeingDeleted();

    /// <summary>Who lets the host go without a reset and why, once it is being deleted; null where nobody does.</summary>
    /// <param name="host">The host.</param>
    public static string? DetachedBecause(this ElementalHost host) =>
        host.Metadata.Annotation(HostAnnotations.Detach) is { } why && !string.IsNullOrWhiteSpace(why) ? why : null;

    /// <summary>Whether the host has shown that it wiped itself.</summary>
    /// <param name="host">The host.</param>
    public static bool HasWipedItself(this ElementalHost host) => host.Says(HostLabels.Reset);

    /// <summary>
    /// Whether the host has been away for longer than it may be. One that was never waited for is not: it may have been registered by an older manager,
    /// or a moment ago.
    /// </summary>
    /// <param name="host">The host.</param>
    public static bool IsAway(this ElementalHost host) => host.Connection() is { Status: ConditionStatus.False };

    /// <summary>Whether the host is connected, as far as anybody has said so; null where nobody has.</summary>
    /// <param name="host">The host.</param>
    public static Condition? Connection(this ElementalHost host) =>
        host.Status?.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Connected);

    /// <summary>Whether two machines speak for the host, and nobody has decided which it is.</summary>
    /// <param name="host">The host.</param>
    public static bool IsCloned(this ElementalHost host) =>
        host.Status?.Conditions?.Any(condition => condition is { Type: ConditionTypes.IdentityReady, Status: ConditionStatus.False }) == true;

    /// <summary>
    /// Whether the host serves a machine and no ElementalMachine holds it: it came back as what it is after its object was lost.
    /// </summary>
    /// <param name="host">The host.</param>
    public static bool IsOrphan(this ElementalHost host) => !host.IsClaimed() && host.Spec?.OrphanOf is not null;

    /// <summary>Whether the host has ever reported to this management cluster: a move carries no status.</summary>
    /// <param name="host">The host.</param>
    public static bool HasReported(this ElementalHost host) => host.Status?.Phase is { Length: > 0 };

    /// <summary>Whether bootstrap data has been handed to the host, or is being executed: a node may be running on it.</summary>
    /// <param name="host">The host.</param>
    public static bool MayServe(this ElementalHost host) =>
        host.IsBootstrapped() || host.Spec?.OrphanOf is not null || host.Status?.Phase == HostPhase.Bootstrapping;

    /// <summary>Whether bootstrap data waits for the host: claimed, with a Secret, not bootstrapped, not on its way out, and one machine.</summary>
    /// <param name="host">The host.</param>
    public static bool WantsBootstrap(this ElementalHost host) =>
        host.IsClaimed() && host.Spec?.BootstrapSecret?.Name is { Length: > 0 } && !host.IsBootstrapped() && !host.MustReset() && !host.IsCloned();

    /// <summary>Whether an update in place is allowed and not proved yet.</summary>
    /// <param name="host">The host.</param>
    public static bool IsUpdatePending(this ElementalHost host) => host.Metadata.Label(HostLabels.InPlaceUpdate) == HostLabels.InPlaceUpdatePending;

    /// <summary>spec.osVersionManagement, or null where nobody asked for a version.</summary>
    /// <param name="host">The host.</param>
    public static JsonElement? WantedOsVersion(this ElementalHost host) =>
        host.Spec?.OsVersionManagement is { ValueKind: JsonValueKind.Object } wanted && wanted.EnumerateObject().Any() ? wanted : null;

    /// <summary>Hash of the OS version that the host has proved to run; null where it has proved none.</summary>
    /// <param name="host">The host.</param>
    public static string? ProvedOsVersion(this ElementalHost host) => host.Status?.Facts?.GetValueOrDefault(FactNames.OsVersionHash);

    /// <summary>Whether the host is told to run exactly what its machine wants.</summary>
    /// <param name="host">The host.</param>
    /// <param name="wanted">spec.osVersionManagement of the machine; null where it wants no particular version.</param>
    public static bool IsToldToRun(this ElementalHost host, JsonElement? wanted) => (host.Spec?.OsVersionManagement, wanted) switch
    {
        (null, null) => true,
        ({ } current, { } other) => JsonElement.DeepEquals(current, other),
        _ => false,
    };

    /// <summary>What stands against claiming the host, whoever asks.</summary>
    /// <param name="host">The host.</param>
    public static HostAvailability Availability(this ElementalHost host) => host switch
    {
        _ when host.IsBeingDeleted() => HostAvailability.BeingDeleted,
        _ when host.IsToldToReset() || host.HasWipedItself() => HostAvailability.BeingReset,
        _ when host.IsClaimed() || host.Metadata.Label(HostLabels.MachineName) is not null => HostAvailability.Claimed,
        _ when host.IsOrphan() => HostAvailability.Orphaned,
        _ when Hold.IsPaused(host, cluster: null) || Hold.IsMovedAway(host) => HostAvailability.Paused,
        _ when host.IsCloned() => HostAvailability.Cloned,
        _ when host.IsAway() => host.Connection()!.Reason == Reasons.HostNeverConnected ? HostAvailability.NeverConnected : HostAvailability.Lost,
        _ when !host.IsInstalled() => HostAvailability.NotInstalled,
        _ when host.IsBootstrapped() => HostAvailability.Bootstrapped,
        _ => HostAvailability.Free,
    };

    /// <summary>Whether anybody may claim the host.</summary>
    /// <param name="host">The host.</param>
    public static bool IsFree(this ElementalHost host) => host.Availability() == HostAvailability.Free;
}

/// <summary>Whether a host can be claimed, and if not, what stands against it most.</summary>
public enum HostAvailability
{
    /// <summary>The operating system is not installed yet.</summary>
    NotInstalled,

    /// <summary>It serves a machine.</summary>
    Claimed,

    /// <summary>It serves a machine of which nobody here knows.</summary>
    Orphaned,

    /// <summary>It wipes itself, or must.</summary>
    BeingReset,

    /// <summary>The object is being deleted.</summary>
    BeingDeleted,

    /// <summary>It is paused, or on its way to another management cluster.</summary>
    Paused,

    /// <summary>Two machines have its key.</summary>
    Cloned,

    /// <summary>It was connected, and has been away for too long.</summary>
    Lost,

    /// <summary>It has never connected here.</summary>
    NeverConnected,

    /// <summary>It says that bootstrap data has run on it, and serves nobody: it would wait for data that it does not take.</summary>
    Bootstrapped,

    /// <summary>Installed, and nobody's.</summary>
    Free,
}
