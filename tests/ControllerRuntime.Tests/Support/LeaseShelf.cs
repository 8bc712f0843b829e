using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>Many leases.</summary>
internal sealed class LeaseShelf : LeaseServer, IKubernetesClient
{
    private readonly SortedDictionary<string, V1Lease> _leases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = [];

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    public Uri Server => new("https://shelf.test");

    /// <summary>Who holds which lease.</summary>
    public string Holders
    {
        get
        {
            lock (Gate)
                return string.Join(' ', _leases.Values.Select(lease => $"{lease.Metadata.Name}:{lease.Spec?.HolderIdentity}"));
        }
    }

    /// <summary>Nothing of what this holder writes arrives any more.</summary>
    public void Kill(string holder)
    {
        lock (Gate)
            _dead.Add(holder);
    }

    public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) => throw NotUsed();

    public void Dispose()
    {
    }

    public IResourceClient<T> Resource<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => (IResourceClient<T>)(object)this;

    public override Task<KubernetesList<V1Lease>> ListAsync(string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => new KubernetesList<V1Lease>([.. _leases.Values], metadata: new V1ListMeta()), cancellationToken);

    protected override V1Lease? Known(string name) => _leases.GetValueOrDefault(name);

    protected override void Keep(V1Lease lease)
    {
        if (_dead.Contains(lease.Spec?.HolderIdentity ?? ""))
            throw Refusal(500, "InternalError");

        _leases[lease.Metadata.Name] = lease;
    }

    protected override void Count() => Requests++;
}
