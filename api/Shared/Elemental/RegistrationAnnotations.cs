namespace ElementalProvider.Api.Elemental;

/// <summary>Annotations of an <c>ElementalRegistration</c>.</summary>
public static class RegistrationAnnotations
{
    /// <summary>
    /// Hosts that were let go without a reset, as a JSON list of <c>DetachedHost</c>. One that comes back resets itself before anything
    /// else, and is struck from the list when it has. Written by the host controller; a person may remove it to take such hosts back as they
    /// are. Kept below 128 KiB by dropping the oldest.
    /// </summary>
    public const string DetachedHosts = "elementalregistration.infrastructure.cluster.x-k8s.io/detached-hosts";
}
