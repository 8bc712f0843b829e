using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>What a request is about: a resource, its namespace, and where there is one a name and a subresource.</summary>
/// <param name="Definition">The resource.</param>
/// <param name="Namespace">Namespace from the path; null for cluster-scoped objects and for all namespaces.</param>
/// <param name="Name">Name from the path, or empty.</param>
/// <param name="Subresource">Subresource from the path, or empty.</param>
internal sealed record ResourceTarget(ResourceDefinition Definition, string? Namespace, string Name, string Subresource)
{
    /// <summary>Warnings for the client, in order.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>A stored object itself.</summary>
    public static ResourceTarget Of(ResourceDefinition definition, StoredObject item) =>
        new(definition, definition.IsNamespaced ? item.Key.Namespace : null, item.Key.Name, string.Empty);

    public StoreKey Key => Definition.Key(Namespace, Name);

    public ApiStatusException NotFound() => Definition.NotFound(Name);

    public ApiStatusException StaleVersion() => ApiErrors.StaleVersion(Definition.Group, Definition.Plural, Name);
}
