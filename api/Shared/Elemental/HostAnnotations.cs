using System.Collections.Frozen;

namespace ElementalProvider.Api.Elemental;

/// <summary>Annotations of an <c>ElementalHost</c>.</summary>
public static class HostAnnotations
{
    /// <summary>
    /// Lets a host that is being deleted go without a reset, because it will never come back. The value says who wants it and why; an empty one
    /// is no detach. Set by a person, and obeyed even while the host or its cluster is paused: it asks nothing of the host. Events on the host
    /// and on its registration repeat the value, and the registration remembers the host, see
    /// <see cref="RegistrationAnnotations.DetachedHosts"/>. The object goes once no ElementalMachine names the host any more; a machine in a
    /// paused cluster does until the pause ends.
    /// </summary>
    public const string Detach = "elementalhost.infrastructure.cluster.x-k8s.io/detach";

    /// <summary>
    /// Says that one machine has the key of the host again, after two had it (<see cref="ConditionTypes.IdentityReady"/>): the copy was wiped, or is
    /// switched off for good. The value says who saw to it and how; an empty one says nothing. Set by a person, taken away by the gateway, which
    /// repeats the value in the condition. Should both machines still be there, that is noticed again.
    /// </summary>
    public const string CloneResolved = "elementalhost.infrastructure.cluster.x-k8s.io/clone-resolved";

    /// <summary>
    /// <see cref="HostLabels.InPlaceUpdate"/> was answered for the operation and attempt that are named here: set to pending again, it asks for the
    /// next one. Written by the gateway, with the label; taken away with the next operation.
    /// </summary>
    public const string InPlaceUpdateAnswered = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update-answered";

    /// <summary>Written by earlier versions, which noted so that an update had begun. Means nothing any more, and goes with the next write.</summary>
    public const string InPlaceUpdateBegun = "elementalhost.infrastructure.cluster.x-k8s.io/in-place-update-begun";

    /// <summary>
    /// The trace (W3C traceparent) of the write that last asked something of the host: its claim, its reset, another OS version. What the agent
    /// does for it joins that trace. Written with that write and no other, and only where traces are exported.
    /// </summary>
    public const string Traceparent = "elementalhost.infrastructure.cluster.x-k8s.io/traceparent";

    /// <summary>
    /// Name of the ElementalRegistration of a host that no owner reference names: it was taken off when the definition of registrations was
    /// deleted, so that garbage collection leaves the host alone. Taken away when a registration of that name is there again.
    /// </summary>
    public const string Registration = "elementalhost.infrastructure.cluster.x-k8s.io/registration";

    /// <summary>All of them.</summary>
    public static FrozenSet<string> All { get; } =
        new[] { Detach, CloneResolved, InPlaceUpdateAnswered, InPlaceUpdateBegun, Traceparent, Registration }.ToFrozenSet(StringComparer.Ordinal);
}
