namespace ElementalProvider.Api.Elemental;

/// <summary>Annotations of an <see cref="ElementalHost"/>.</summary>
public static class HostAnnotations
{
    /// <summary>
    /// Lets a host that is being deleted go without a reset, because it will never come back. The value says who wants it and why, and may
    /// not be empty. Set by a person.
    /// </summary>
    public const string Detach = "elementalhost.infrastructure.cluster.x-k8s.io/detach";
}
