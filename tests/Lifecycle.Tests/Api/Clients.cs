using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>The way of one process to the API server.</summary>
internal sealed class ManagementClient(Process process, ApiServer api, ApiRules rules) : IKubernetesClient
{
    public Uri Server { get; } = new("https://management.test");

    public IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => typeof(T) == typeof(V1Secret)
            ? (IResourceClient<T>)(object)new SecretClient(process, api)
            : typeof(T) == typeof(V1CustomResourceDefinition) ? (IResourceClient<T>)(object)new DefinitionClient(process, api)
            : new StoreClient<T>(process, api.StoreOf<T>(), () => typeof(T) != typeof(ElementalHost) || !api.DeletedKinds.Contains("elementalhosts"), rules);

    public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

/// <summary>The way of one process to a workload cluster.</summary>
internal sealed class WorkloadClient(Process process, ApiServer api, string cluster) : IKubernetesClient
{
    public Uri Server { get; } = new("https://workload.test");

    public IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => (IResourceClient<T>)(object)new NodeClient(process, api, cluster);

    public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}

/// <summary>How the model's API server is wrong, for tests that must fail.</summary>
internal sealed record ApiRules
{
    /// <summary>Whether a claim is refused where the host has changed since it was chosen.</summary>
    public bool ClaimsAreConditional { get; init; } = true;

    /// <summary>Whether a write that takes a finalizer off is carried out, as opposed to answered only.</summary>
    public bool FinalizersGo { get; init; } = true;
}

/// <summary>Requests that nobody in the model makes.</summary>
internal abstract class ModelClient<T> : IResourceClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<T> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        await FindAsync(namespaceName, name, cancellationToken) ?? throw Store<T>.Refuse(404, "NotFound");

    public abstract Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default);

    public virtual Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public virtual Task<T> PatchAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public virtual Task<T> PatchStatusAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public virtual Task<T?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public virtual Task<KubernetesList<T>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<T> UpdateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<T> PatchAsync(string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

/// <summary>Requests about one kind of the management cluster.</summary>
internal sealed class StoreClient<T>(Process process, Store<T> store, Func<bool> isOpen, ApiRules rules) : ModelClient<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public override Task<T?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        process.CallAsync(Port.Api, () => store.Find(name), cancellationToken);

    public override Task<T> CreateAsync(T resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        process.CallAsync(Port.Api, () => isOpen() ? store.Create(resource) : throw Store<T>.Refuse(405, "MethodNotAllowed"), cancellationToken);

    public override Task<T> PatchAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) =>
        store.IsSame(before, after) ? Task.FromResult(before) : process.CallAsync(Port.Api, () => Write(before, after), cancellationToken);

    public override Task<T> PatchStatusAsync(T before, T after, string fieldManager, CancellationToken cancellationToken = default) =>
        store.HasSameStatus(before, after) ? Task.FromResult(before) : process.CallAsync(Port.Api, () => store.WriteStatus(before, after), cancellationToken);

    public override Task<T?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        process.CallAsync(
            Port.Api,
            () =>
            {
                store.Delete(name, options?.Preconditions?.Uid);
                return store.Find(name);
            },
            cancellationToken);

    public override Task<KubernetesList<T>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        process.CallAsync(Port.Api, () => new KubernetesList<T>([.. store.All]), cancellationToken);

    private T Write(T before, T after)
    {
        if (!rules.FinalizersGo && (before.Metadata.Finalizers?.Count ?? 0) > (after.Metadata.Finalizers?.Count ?? 0))
            return after;
        if (!rules.ClaimsAreConditional && IsClaim(before, after) && store.Find(before.Metadata.Name!) is { } current)
            return store.Write(current, after.WithMetadata(after.Metadata with { ResourceVersion = current.Metadata.ResourceVersion }));

        return store.Write(before, after);
    }

    private static bool IsClaim(T before, T after) => before is ElementalHost { Spec.MachineRef: null } && after is ElementalHost { Spec.MachineRef: not null };
}

/// <summary>Secrets are read one at a time.</summary>
internal sealed class SecretClient(Process process, ApiServer api) : ModelClient<V1Secret>
{
    public override Task<V1Secret?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        process.CallAsync(Port.Api, () => api.FindSecret(name), cancellationToken);
}

/// <summary>Definitions of kinds are read one at a time.</summary>
internal sealed class DefinitionClient(Process process, ApiServer api) : ModelClient<V1CustomResourceDefinition>
{
    public override Task<V1CustomResourceDefinition?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        process.CallAsync<V1CustomResourceDefinition?>(
            Port.Api,
            () => new V1CustomResourceDefinition
            {
                Metadata = new() { Name = name, DeletionTimestamp = api.DeletedKinds.Contains(name.Split('.')[0]) ? api.Clock.Now.UtcDateTime : null },
                Spec = new(),
            },
            cancellationToken);
}

/// <summary>Nodes of a workload cluster, which may not answer.</summary>
internal sealed class NodeClient(Process process, ApiServer api, string cluster) : ModelClient<V1Node>
{
    public override Task<V1Node?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        process.CallAsync(Port.Api, () => Nodes().GetValueOrDefault(name), cancellationToken);

    public override Task<V1Node> PatchAsync(V1Node before, V1Node after, string fieldManager, CancellationToken cancellationToken = default) =>
        process.CallAsync(
            Port.Api,
            () => Nodes().ContainsKey(before.Metadata.Name) ? Nodes()[before.Metadata.Name] = after : throw Store<V1Node>.Refuse(404, "NotFound"),
            cancellationToken);

    private Dictionary<string, V1Node> Nodes() =>
        api.CutOff.Contains(cluster) ? throw new HttpRequestException("the workload cluster does not answer") : api.Nodes[cluster];
}
