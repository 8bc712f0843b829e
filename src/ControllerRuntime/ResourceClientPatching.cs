using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Writes the difference between what was observed and what is wanted, and nothing else.</summary>
public static class ResourceClientPatching
{
    private const string Metadata = "metadata";
    private const string Status = "status";

    /// <summary>Fields of the metadata that only the server sets.</summary>
    private static readonly string[] ServerOwned =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>
    /// Patches everything but the status, on condition that nobody changed the object since it was observed. No request is made when there is
    /// nothing to change.
    /// </summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="client">Where to write.</param>
    /// <param name="before">The object as it was observed, with its resourceVersion.</param>
    /// <param name="after">The object as it should be.</param>
    /// <param name="fieldManager">Name under which the server records the ownership of the fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest state of the object.</returns>
    /// <exception cref="ApiException">The server refused; a conflict means that the decision must be made again.</exception>
    public static Task<T> PatchAsync<T>(
        this IResourceClient<T> client, T before, T after, string fieldManager, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        JsonObject patch = Difference(before, after, static name => name is not (Status or "apiVersion" or "kind"));
        return SendAsync(client, before, patch, new WriteOptions { FieldManager = fieldManager }, cancellationToken);
    }

    /// <summary>Patches the status, on the same conditions as <see cref="PatchAsync{T}"/>.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="client">Where to write.</param>
    /// <param name="before">The object as it was observed, or as an earlier patch returned it.</param>
    /// <param name="after">The object with the status it should have; whatever else differs is not written.</param>
    /// <param name="fieldManager">Name under which the server records the ownership of the fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest state of the object.</returns>
    /// <exception cref="ApiException">The server refused; a conflict means that the decision must be made again.</exception>
    public static Task<T> PatchStatusAsync<T>(
        this IResourceClient<T> client, T before, T after, string fieldManager, CancellationToken cancellationToken = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        JsonObject patch = Difference(before, after, static name => name is Status);
        return SendAsync(client, before, patch, new WriteOptions { FieldManager = fieldManager, Subresource = Status }, cancellationToken);
    }

    private static Task<T> SendAsync<T>(
        IResourceClient<T> client, T before, JsonObject patch, WriteOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (patch.Count == 0)
            return Task.FromResult(before);

        if (before.Metadata.ResourceVersion is { } version)
        {
            if (patch[Metadata] is not JsonObject metadata)
                patch[Metadata] = metadata = [];
            metadata["resourceVersion"] = version;
        }

        string name = before.Metadata.Name ?? throw new ArgumentException($"A {KindOf<T>.Type.Kind} without a name cannot be patched.", nameof(before));
        return client.PatchAsync(before.Metadata.NamespaceProperty, name, Patch.Merge(patch), options, cancellationToken);
    }

    /// <summary>
    /// The least patch of some fields of the object. Only what is another instance is looked into: objects are copied, never changed, so that the
    /// same instance is the same value. A status patch serializes two statuses, and nothing where the status was left alone.
    /// </summary>
    private static JsonObject Difference<T>(T before, T after, Func<string, bool> concerns)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        JsonObject left = [];
        JsonObject right = [];
        foreach (JsonPropertyInfo property in KindOf<T>.Json.Properties)
        {
            if (property.Get is not { } get || !concerns(property.Name))
                continue;

            (object? was, object? wanted) = (get(before), get(after));
            if (ReferenceEquals(was, wanted))
                continue;

            JsonTypeInfo shape = KindOf<T>.Json.Options.GetTypeInfo(property.PropertyType);
            if (was is not null)
                left[property.Name] = JsonSerializer.SerializeToNode(was, shape);
            if (wanted is not null)
                right[property.Name] = JsonSerializer.SerializeToNode(wanted, shape);
        }

        RemoveServerOwned(left);
        RemoveServerOwned(right);
        return LeastPatch.Between(left, right);
    }

    private static void RemoveServerOwned(JsonObject document)
    {
        if (document[Metadata] is JsonObject metadata)
        {
            foreach (string field in ServerOwned)
                metadata.Remove(field);
        }
    }
}
