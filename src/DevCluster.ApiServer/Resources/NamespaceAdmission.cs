using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Registry.Definitions;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Nothing is created where it would be in the way of a deletion: in a missing or terminating namespace, or of a terminating custom resource definition.</summary>
internal static class NamespaceAdmission
{
    /// <exception cref="ApiStatusException">404 or 403.</exception>
    public static void CheckCreate(StoreState state, ResourceTarget target, string name)
    {
        ResourceDefinition definition = target.Definition;
        if (definition.IsCustom && state.Find(new StoreKey(CustomResourceRegistrar.Definitions, string.Empty, definition.Storage)) is { IsTerminating: true })
            throw ApiErrors.Forbidden(definition.Group, definition.Plural, name, $"{ApiErrors.Qualified(definition.Plural, definition.Group)} \"{name}\" is forbidden: create not allowed while custom resource definition is terminating");
        if (!definition.IsNamespaced)
            return;

        string namespaceName = target.Namespace!;
        StoredObject home = state.Find(new StoreKey(BuiltInResources.Namespaces, string.Empty, namespaceName))
            ?? throw ApiErrors.NotFound(string.Empty, BuiltInResources.Namespaces, namespaceName);
        if (!home.IsTerminating)
            return;

        string message = $"{ApiErrors.Qualified(definition.Plural, definition.Group)} \"{name}\" is forbidden: unable to create new content in namespace {namespaceName} because it is being terminated";
        ApiStatus status = ApiErrors.Forbidden(definition.Group, definition.Plural, name, message).Status with
        {
            Causes = [new StatusCause("NamespaceTerminating", $"namespace {namespaceName} is being terminated", "metadata.namespace")],
        };
        throw new ApiStatusException(status);
    }
}
