using System.Globalization;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>One lease in memory with the server's rules for versions; every answer is there at once.</summary>
internal sealed class MemoryLeases : IResourceClient<V1Lease>
{
    private readonly Lock _lock = new();
    private V1Lease? _lease;
    private long _version;

    /// <summary>Whether the next request fails.</summary>
    public Func<bool> Fault { get; set; } = () => false;

    public V1Lease Current => _lease ?? throw new InvalidOperationException("There is no lease.");

    /// <summary>Takes the lease without asking, as a broken candidate would.</summary>
    public void Take(V1LeaseSpec spec)
    {
        lock (_lock)
            Store(new V1Lease { Metadata = new V1ObjectMeta { NamespaceProperty = "system", Name = "lock" }, Spec = spec });
    }

    public Task<V1Lease?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _lease, cancellationToken);

    public Task<V1Lease> CreateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _lease is null ? Store(resource) : throw Refusal(409, "AlreadyExists"), cancellationToken);

    public Task<V1Lease> UpdateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            () => resource.Metadata.ResourceVersion == _lease?.Metadata.ResourceVersion ? Store(resource) : throw Refusal(409, "Conflict"),
            cancellationToken);

    public Task<V1Lease> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<KubernetesList<V1Lease>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    public IAsyncEnumerable<WatchEvent<V1Lease>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease> PatchAsync(
        string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    private static NotSupportedException NotUsed() => new("The elector has no business with this.");

    private static ApiException Refusal(int code, string reason) => new(new V1Status { Code = code, Reason = reason });

    private Task<TAnswer> AnswerAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            try
            {
                return Fault() ? Task.FromException<TAnswer>(Refusal(500, "InternalError")) : Task.FromResult(answer());
            }
            catch (ApiException refusal)
            {
                return Task.FromException<TAnswer>(refusal);
            }
        }
    }

    private V1Lease Store(V1Lease lease) => _lease = lease with
    {
        Metadata = lease.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) },
    };
}
