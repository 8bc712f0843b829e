namespace ElementalProvider.Api.Elemental;

/// <summary>Annotations of an <c>ElementalRegistration</c>.</summary>
public static class RegistrationAnnotations
{
    /// <summary>
    /// Hosts that were let go without a reset, as a JSON list of <c>DetachedHost</c>. One that comes back resets itself before anything
    /// else, and is struck from the list when it has. Written by the host controller; a person may remove it to take such hosts back as they
    /// are. Kept below 128 KiB.
    /// </summary>
    public const string DetachedHosts = "elementalregistration.infrastructure.cluster.x-k8s.io/detached-hosts";

    /// <summary>
    /// The token that was last filled into spec.config.elemental.registration.token. A file that says <c>token: ""</c> empties the field each time it
    /// is applied: what was in it comes back then, as long as it is good and as long-lived as it is asked for. Written by the registration
    /// controller, in the write that fills in the field; whoever can read one can read the other.
    /// </summary>
    public const string IssuedToken = "elementalregistration.infrastructure.cluster.x-k8s.io/issued-token";

    /// <summary>
    /// How long tokens live that are filled in where the spec asks for no life of its own, such as 2160h; half-way through, a new one is filled in.
    /// Written by the registration controller when it fills in a registration for the first time, so that those of before keep tokens that live for
    /// ever; a person may change it or take it away.
    /// </summary>
    public const string TokenLife = "elementalregistration.infrastructure.cluster.x-k8s.io/token-life";

    /// <summary>
    /// Hosts of the registration were seen leaving for another management cluster (clusterctl move): no machine registers here meanwhile, so that
    /// none is left behind. The value is the UID of the registration, which makes the annotation void on the copy in the target. Written by the
    /// registration controller; where a move was given up half-way, a person removes it.
    /// </summary>
    public const string Moving = "elementalregistration.infrastructure.cluster.x-k8s.io/moving";
}
