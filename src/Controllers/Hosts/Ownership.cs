using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Which registration a host came through.</summary>
internal static class Ownership
{
    /// <summary>Hosts by their registration (namespace/name).</summary>
    public const string ByRegistration = "host-by-registration";

    /// <summary>The values of <see cref="ByRegistration"/>.</summary>
    public static IEnumerable<string> RegistrationsOf(ElementalHost host) => RegistrationOf(host) is { } key ? [key.ToString()] : [];

    /// <summary>The registration that a host came through, there or not; null where the host does not say.</summary>
    public static ObjectKey? RegistrationOf(ElementalHost host) =>
        host.RegistrationName() is { Length: > 0 } name ? new ObjectKey(host.Metadata.NamespaceProperty!, name) : null;

    /// <summary>The host with the registration that is there now as its owner.</summary>
    public static ElementalHost Named(ElementalHost host, ElementalRegistration registration)
    {
        V1ObjectMeta metadata = WithoutOwner(host.Metadata).WithAnnotation(HostAnnotations.Registration, null);
        V1OwnerReference owner = new()
        {
            ApiVersion = ElementalGroup.ApiVersion,
            Kind = ElementalRegistration.KubeKind,
            Name = registration.Metadata.Name!,
            Uid = registration.Metadata.Uid!,
            Controller = true,
        };
        return host.WithMetadata(metadata with { OwnerReferences = [.. metadata.OwnerReferences!, owner] });
    }

    /// <summary>The host without its owner, whose name it keeps: garbage collection leaves it alone when the registration goes.</summary>
    public static ElementalHost Released(ElementalHost host, string registration) =>
        host.WithMetadata(WithoutOwner(host.Metadata).WithAnnotation(HostAnnotations.Registration, registration));

    /// <summary>
    /// Who deletes a host whose kind stays. While its registration is being deleted, nobody can tell: garbage collection that was asked to delete in
    /// the foreground takes the hosts first, and takes its mark off the registration before they are seen to go. So only a host that was deleted
    /// before its registration is meant then.
    /// </summary>
    /// <param name="host">The host that is being deleted.</param>
    /// <param name="owner">Its reference to the registration.</param>
    /// <param name="registration">The registration of that name, as the server has it; null where there is none.</param>
    public static HostDeletion WhoDeletes(ElementalHost host, V1OwnerReference owner, ElementalRegistration? registration) => registration switch
    {
        null => HostDeletion.Collected,
        _ when registration.Metadata.Uid != owner.Uid || Hold.IsMovedAway(registration) => HostDeletion.Collected,
        _ when registration.Metadata.DeletionTimestamp is { } since && !(host.Metadata.DeletionTimestamp < since) => HostDeletion.WithItsRegistration,
        _ => HostDeletion.Meant,
    };

    private static V1ObjectMeta WithoutOwner(V1ObjectMeta metadata) => metadata with
    {
        OwnerReferences = [.. (metadata.OwnerReferences ?? []).Where(owner => owner.Kind != ElementalRegistration.KubeKind)],
    };
}
