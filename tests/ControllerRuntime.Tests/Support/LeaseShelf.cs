using System.Globalization;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>Many leases in memory with the server's rules for versions; every answer is there at once.</summary>
internal sealed class LeaseShelf : IKubernetesClient, IResourceClient<V1Lease>
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, V1Lease> _leases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = [];
    private long _version;

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Whether the next request fails.</summary>
    public Func<bool> Fault { get; set; } = () => false;

    /// <summary>Nothing of what this holder writes arrives any more.</summary>
    public void Kill(string holder)
    {
        lock (_lock)
            _dead.Add(holder);
    }

    public Uri Server => new("https://shelf.test");

    /// <summary>Who holds which lease.</summary>
    public string Holders
    {
        get
        {
            lock (_lock)
                return string.Join(' ', _leases.Values.Select(lease => $"{lease.Metadata.Name}:{lease.Spec?.HolderIdentity}"));
        }
    }

    public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) => throw NotUsed();

    public void Dispose()
    {
    }

    public IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => (IResourceClient<T>)(object)this;

    public Task<KubernetesList<V1Lease>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => new KubernetesList<V1Lease>([.. _leases.Values], metadata: new V1ListMeta()), cancellationToken);

    public Task<V1Lease> CreateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => _leases.ContainsKey(resource.Metadata.Name) ? throw Refusal(409, "AlreadyExists") : Store(resource), cancellationToken);

    public Task<V1Lease> UpdateAsync(V1Lease resource, WriteOptions? options = null, CancellationToken cancellationToken = default) => AnswerAsync(
        () => resource.Metadata.ResourceVersion == _leases.GetValueOrDefault(resource.Metadata.Name)?.Metadata.ResourceVersion
            ? Store(resource)
            : throw Refusal(409, "Conflict"),
        cancellationToken);

    public Task<V1Lease> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public IAsyncEnumerable<WatchEvent<V1Lease>> WatchAsync(
        string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease> PatchAsync(
        string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) => throw NotUsed();

    public Task<V1Lease?> DeleteAsync(string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotUsed();

    private static NotSupportedException NotUsed() => new("A replica has no business with this.");

    private static ApiException Refusal(int code, string reason) => new(new V1Status { Code = code, Reason = reason });

    private Task<TAnswer> AnswerAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            Requests++;
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

    private V1Lease Store(V1Lease lease) => _dead.Contains(lease.Spec?.HolderIdentity ?? "") ? throw Refusal(500, "InternalError") : _leases[lease.Metadata.Name] = lease with
    {
        Metadata = lease.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) },
    };
}
