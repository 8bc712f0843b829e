namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>
/// The operations of the Kubernetes API on one kind. Every method throws <see cref="ApiException"/> when the server answers with a
/// Status, <see cref="HttpRequestException"/> when it cannot be reached.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Reads one object.</summary>
    /// <param name="namespaceName">Namespace, ignored for cluster-scoped kinds.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default);

    /// <summary>Reads one object, or null where there is none.</summary>
    /// <param name="namespaceName">Namespace, ignored for cluster-scoped kinds.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of a collection.</summary>
    /// <param name="namespaceName">Namespace, or null for all of them.</param>
    /// <param name="options">Selectors and paging.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<KubernetesList<T>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Follows the changes of a collection until the server ends the watch or the token is cancelled. An event of type ERROR is thrown as
    /// <see cref="ApiException"/> (410 Gone when the version is too old).
    /// </summary>
    /// <param name="namespaceName">Namespace, or null for all of them.</param>
    /// <param name="options">Selectors and where to start.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Creates an object.</summary>
    /// <param name="resource">The object; its namespace decides where.</param>
    /// <param name="options">Field manager and dry run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces an object, on condition of its resourceVersion where it has one.</summary>
    /// <param name="resource">The whole object.</param>
    /// <param name="options">Field manager, dry run and subresource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T> UpdateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Patches an object or a subresource of it.</summary>
    /// <param name="namespaceName">Namespace, ignored for cluster-scoped kinds.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="options">Field manager, force, dry run and subresource.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<T> PatchAsync(string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Patches everything but the status, on condition that nobody changed the object since it was observed. No request is made when there is
    /// nothing to change.
    /// </summary>
    /// <param name="before">The object as it was observed, with its resourceVersion.</param>
    /// <param name="after">The object as it should be.</param>
    /// <param name="fieldManager">Name under which the server records the ownership of the fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest state of the object.</returns>
    /// <exception cref="ApiException">The server refused; a conflict means that the decision must be made again.</exception>
    Task<T> PatchAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) =>
        ResourceClientPatching.PatchAsync(this, before, after, fieldManager, cancellationToken);

    /// <summary>Patches the status alone, on the same conditions.</summary>
    /// <param name="before">The object as it was observed, or as an earlier patch returned it.</param>
    /// <param name="after">The object with the status it should have; whatever else differs is not written.</param>
    /// <param name="fieldManager">Name under which the server records the ownership of the fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The newest state of the object.</returns>
    /// <exception cref="ApiException">The server refused; a conflict means that the decision must be made again.</exception>
    Task<T> PatchStatusAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) =>
        ResourceClientPatching.PatchStatusAsync(this, before, after, fieldManager, cancellationToken);

    /// <summary>Reads the scale subresource.</summary>
    /// <param name="namespaceName">Namespace of the object.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default);

    /// <summary>Sets the wanted number of replicas through the scale subresource.</summary>
    /// <param name="namespaceName">Namespace of the object.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="replicas">Wanted number.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default);

    /// <summary>Asks for the deletion of an object. An object that is already gone is not an error.</summary>
    /// <param name="namespaceName">Namespace, ignored for cluster-scoped kinds.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="options">Preconditions and propagation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it waits for its finalizers, with the version that the deletion gave it; null where nothing is left of it.</returns>
    Task<T?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default);
}
