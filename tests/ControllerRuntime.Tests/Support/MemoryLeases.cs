using System.Globalization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>One lease in memory with the server's rules for versions; every answer is there at once.</summary>
internal sealed class MemoryLeases : IResourceClient<Lease>
{
    private readonly Lock _lock = new();
    private Lease? _lease;
    private long _version;

    /// <summary>Whether the next request fails.</summary>
    public Func<bool> Fault { get; set; } = () => false;

    public Lease Current => _lease ?? throw new InvalidOperationException("There is no lease.");

    /// <summary>Takes the lease without asking, as a broken candidate would.</summary>
    public void Take(LeaseSpec spec)
    {
        lock (_lock)
            Store(new Lease { Metadata = new ObjectMeta { Namespace = "system", Name = "lock" }, Spec = spec });
    }

    public Task<Lease?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _lease, cancellationToken);

    public Task<Lease> CreateAsync(Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _lease is null ? Store(resource) : throw Refusal(409, "AlreadyExists"), cancellationToken);

    public Task<Lease> UpdateAsync(Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            () => resource.Metadata.ResourceVersion == _lease?.Metadata.ResourceVersion ? Store(resource) : throw Refusal(409, "Conflict"),
            cancellationToken);

    public Task<Lease> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<ResourceList<Lease>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    public IAsyncEnumerable<WatchEvent<Lease>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<Lease> PatchAsync(
        string? namespaceName, string name, Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<bool> DeleteAsync(string? namespaceName, string name, DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    private static NotSupportedException NotUsed() => new("The elector has no business with this.");

    private static KubernetesException Refusal(int code, string reason) => new(new Status { Code = code, Reason = reason });

    private Task<TAnswer> AnswerAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            try
            {
                return Fault() ? Task.FromException<TAnswer>(Refusal(500, "InternalError")) : Task.FromResult(answer());
            }
            catch (KubernetesException refusal)
            {
                return Task.FromException<TAnswer>(refusal);
            }
        }
    }

    private Lease Store(Lease lease) => _lease = lease.WithMetadata(
        lease.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) });
}
