using System.Text;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Workload;

/// <summary>The client of one workload cluster, made from the Secret with its kubeconfig and made again when that changes.</summary>
/// <param name="cluster">The Cluster.</param>
/// <param name="secrets">Where the Secret is.</param>
/// <param name="connect">Makes the client of a kubeconfig.</param>
/// <param name="clock">Tells how long ago the Secret was read.</param>
internal sealed class WorkloadConnection(ObjectKey cluster, IResourceClient<V1Secret> secrets, Func<byte[], IKubernetesClient> connect, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// How long a client is used before its Secret is looked at again. A kubeconfig that was replaced or taken away must not be used any longer, and
    /// Secrets are not watched; as many machines as wait for their Nodes share one look.
    /// </summary>
    public static readonly TimeSpan TrustPeriod = TimeSpan.FromSeconds(2);

    /// <summary>How long a list of all Nodes is good for finding one by its provider ID.</summary>
    public static readonly TimeSpan ListPeriod = TimeSpan.FromSeconds(15);

    private const string KubeconfigKey = "value";

    /// <summary>A cluster that does not answer must not hold a worker for long: the machine is looked at again anyway.</summary>
    private static readonly KubernetesClientOptions ClientOptions = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(2), MaxRetries = 0, MaxConnectionsPerServer = 4,
    };

    /// <summary>
    /// Waited for without a token, which would go to the thread pool: whoever holds it is cancelled together with whoever waits.
    /// </summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    private IKubernetesClient? _client;
    private string? _secretVersion;
    private DateTimeOffset _readAt;
    private Dictionary<string, V1Node> _nodes = [];
    private DateTimeOffset _listedAt;

    /// <summary>Whether the cluster may be asked.</summary>
    public ClusterHealth Health { get; } = new(clock);

    /// <summary>Name of the Secret, as CAPI gives it.</summary>
    public string SecretName { get; } = $"{cluster.Name}-kubeconfig";

    /// <summary>The client of a kubeconfig that somebody else wrote.</summary>
    /// <param name="kubeconfig">The kubeconfig.</param>
    /// <exception cref="KubernetesConfigurationException">It is of no use.</exception>
    public static IKubernetesClient Connect(byte[] kubeconfig) =>
        new KubernetesClient(ClientConfiguration.ParseForeign(Encoding.UTF8.GetString(kubeconfig)), ClientOptions);

    /// <summary>The client, or null while there is no Secret.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubernetesConfigurationException">The Secret holds no usable kubeconfig.</exception>
    public async Task<IKubernetesClient?> ConnectAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_client is not null && clock.GetUtcNow() - _readAt < TrustPeriod)
                return _client;

            V1Secret? secret = await secrets.FindAsync(cluster.Namespace, SecretName, cancellationToken);
            if (_client is null || secret?.Metadata.ResourceVersion != _secretVersion)
                Replace(secret);

            _readAt = clock.GetUtcNow();
            return _client;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The Node with a provider ID, from a list that all machines share which wait for one; null where there is none.</summary>
    /// <param name="nodes">The Nodes of the cluster.</param>
    /// <param name="providerId">The provider ID; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<V1Node?> FindByProviderIdAsync(IResourceClient<V1Node> nodes, string? providerId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(providerId))
            return null;

        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (clock.GetUtcNow() - _listedAt >= ListPeriod)
            {
                KubernetesList<V1Node> all = await nodes.ListAsync(cancellationToken: cancellationToken);
                _nodes = all.Items.Where(node => node.Spec?.ProviderID is { Length: > 0 }).GroupBy(node => node.Spec!.ProviderID!)
                    .ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
                _listedAt = clock.GetUtcNow();
            }

            return _nodes.GetValueOrDefault(providerId);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _gate.Dispose();
    }

    private void Replace(V1Secret? secret)
    {
        _client?.Dispose();
        _client = null;
        (_nodes, _listedAt) = ([], default);
        if (secret is null)
            return;

        byte[] kubeconfig = secret.Value(KubeconfigKey)
            ?? throw new KubernetesConfigurationException($"it has no key {KubeconfigKey}");
        _client = connect(kubeconfig);
        _secretVersion = secret.Metadata.ResourceVersion;
    }
}
