using System.Globalization;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>A server of leases in memory, with the real one's rules for versions; every answer is there at once.</summary>
internal abstract class LeaseServer : IResourceClient<V1Lease>
{
    private long _version;

    /// <summary>Whether the next request fails.</summary>
    public Func<bool> Fault { get; set; } = () => false;

    /// <summary>What requests wait for before they are carried out; null for nothing.</summary>
    public Task? Held { get; set; }

    /// <summary>Held while leases are looked at or changed.</summary>
    protected Lock Gate { get; } = new();

    public virtual Task<V1Lease?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public virtual Task<KubernetesList<V1Lease>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    public Task<V1Lease> CreateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => Known(resource.Metadata.Name) is null ? Store(resource) : throw Refusal(409, "AlreadyExists"), cancellationToken);

    public Task<V1Lease> UpdateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) => AnswerAsync(
        () => resource.Metadata.ResourceVersion == Known(resource.Metadata.Name)?.Metadata.ResourceVersion ? Store(resource) : throw Refusal(409, "Conflict"),
        cancellationToken);

    public Task<V1Lease> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public IAsyncEnumerable<WatchEvent<V1Lease>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease> PatchAsync(
        string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    /// <summary>A lease by its name; null where there is none.</summary>
    protected abstract V1Lease? Known(string name);

    /// <summary>Keeps a lease.</summary>
    protected abstract void Keep(V1Lease lease);

    /// <summary>A request arrived.</summary>
    protected virtual void Count()
    {
    }

    /// <summary>Keeps a lease with a new version.</summary>
    protected V1Lease Store(V1Lease lease)
    {
        V1Lease stored = lease with { Metadata = lease.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) } };
        Keep(stored);
        return stored;
    }

    protected async Task<TAnswer> AnswerAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Held is { } held)
            await held.WaitAsync(cancellationToken);
        lock (Gate)
        {
            Count();
            return Fault() ? throw Refusal(500, "InternalError") : answer();
        }
    }

    protected static NotSupportedException NotUsed() => new("Whoever holds a lease has no business with this.");

    protected static ApiException Refusal(int code, string reason) => new(new V1Status { Code = code, Reason = reason });
}
