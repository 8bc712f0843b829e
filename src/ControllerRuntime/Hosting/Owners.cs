using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Reads owner references.</summary>
internal static class Owners
{
    /// <summary>The key of the controller of an object, if it is of a kind. Versions do not matter: an owner is the same in each of them.</summary>
    public static IEnumerable<ObjectKey> ControllerOf(IKubernetesObject<V1ObjectMeta> owned, ResourceType kind)
    {
        V1OwnerReference? controller = owned.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
        return controller is not null && controller.Kind == kind.Kind && GroupOf(controller.ApiVersion) == kind.Group
            ? [new ObjectKey(kind.Namespaced ? owned.Metadata.NamespaceProperty ?? "" : "", controller.Name)]
            : [];
    }

    private static string GroupOf(string apiVersion)
    {
        int slash = apiVersion.IndexOf('/');
        return slash < 0 ? "" : apiVersion[..slash];
    }
}
