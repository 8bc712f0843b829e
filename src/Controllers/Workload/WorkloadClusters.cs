using System.Collections.Concurrent;
using System.Text;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Kubernetes;
using ElementalProvider.Kubernetes.Core;

namespace ElementalProvider.Controllers.Workload;

/// <summary>
/// Clients of the workload clusters, made from the kubeconfig Secrets that CAPI keeps. A Secret is read once in a while and whenever its
/// cluster stops answering, not for every request.
/// </summary>
/// <param name="management">The management cluster, where the Secrets are.</param>
/// <param name="clock">Tells how old a client is.</param>
internal sealed class WorkloadClusters(IKubernetesClient management, TimeProvider clock) : IDisposable
{
    /// <summary>How long a client is used before its Secret is looked at again, in which CAPI rotates the certificate.</summary>
    public static readonly TimeSpan TrustPeriod = TimeSpan.FromMinutes(10);

    private const string KubeconfigKey = "value";

    /// <summary>A cluster that does not answer must not hold a worker for long: the machine is looked at again anyway.</summary>
    private static readonly KubernetesClientOptions ClientOptions = new()
    {
        RequestTimeout = TimeSpan.FromSeconds(10), ConnectTimeout = TimeSpan.FromSeconds(5), MaxRetries = 0, MaxConnectionsPerServer = 4,
    };

    private readonly ConcurrentDictionary<ObjectKey, WorkloadClient> _clients = new();

    /// <summary>Looks for a Node.</summary>
    /// <param name="cluster">The Cluster.</param>
    /// <param name="node">Name of the Node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<NodeSighting> FindNodeAsync(ObjectKey cluster, string node, CancellationToken cancellationToken)
    {
        try
        {
            IKubernetesClient? client = await ConnectAsync(cluster, cancellationToken);
            if (client is null)
                return new NodeSighting.Unreachable($"the Secret {SecretName(cluster)} with the kubeconfig does not exist yet");

            Node? found = await client.Resource<Node>().FindAsync(null, node, cancellationToken);
            return found is null ? new NodeSighting.Missing() : new NodeSighting.Found(found);
        }
        catch (KubernetesConfigurationException exception)
        {
            return new NodeSighting.Unreachable($"the kubeconfig in the Secret {SecretName(cluster)} is of no use: {exception.Message}");
        }
        catch (Exception exception) when (IsUnreachable(exception, cancellationToken))
        {
            Distrust(cluster);
            return new NodeSighting.Unreachable($"the API server of the Cluster {cluster.Name} does not answer: {Cause(exception)}");
        }
    }

    /// <summary>Patches a Node that <see cref="FindNodeAsync"/> found, on condition that nobody changed it since.</summary>
    /// <returns>The Node as it is now, or why it could not be written.</returns>
    public async Task<NodeSighting> PatchNodeAsync(ObjectKey cluster, Node before, Node after, CancellationToken cancellationToken)
    {
        try
        {
            IKubernetesClient? client = await ConnectAsync(cluster, cancellationToken);
            if (client is null)
                return new NodeSighting.Unreachable($"the Secret {SecretName(cluster)} with the kubeconfig does not exist any more");

            return new NodeSighting.Found(await client.Resource<Node>().PatchAsync(before, after, "elemental-provider", cancellationToken));
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return new NodeSighting.Missing();
        }
        catch (Exception exception) when (IsUnreachable(exception, cancellationToken))
        {
            Distrust(cluster);
            return new NodeSighting.Unreachable($"the API server of the Cluster {cluster.Name} does not take the provider ID: {Cause(exception)}");
        }
    }

    /// <summary>Drops the client of a Cluster that is gone.</summary>
    public void Forget(ObjectKey cluster)
    {
        if (_clients.TryRemove(cluster, out WorkloadClient? client))
            client.Retire();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ObjectKey cluster in _clients.Keys)
            Forget(cluster);
    }

    private async Task<IKubernetesClient?> ConnectAsync(ObjectKey cluster, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_clients.TryGetValue(cluster, out WorkloadClient? known) && known.IsTrusted(now))
            return known.Client;

        Secret? secret = await management.Resource<Secret>().FindAsync(cluster.Namespace, SecretName(cluster), cancellationToken);
        if (secret is null)
        {
            Forget(cluster);
            return null;
        }

        if (known is not null && known.SecretVersion == secret.Metadata.ResourceVersion)
        {
            known.TrustUntil(now + TrustPeriod);
            return known.Client;
        }

        byte[] kubeconfig = secret.Data?.GetValueOrDefault(KubeconfigKey)
            ?? throw new KubernetesConfigurationException($"it has no key {KubeconfigKey}");
        var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(Encoding.UTF8.GetString(kubeconfig)), ClientOptions);
        var fresh = new WorkloadClient(client, secret.Metadata.ResourceVersion, now + TrustPeriod);
        _clients.AddOrUpdate(cluster, fresh, (_, stale) =>
        {
            stale.Retire();
            return fresh;
        });
        return client;
    }

    private void Distrust(ObjectKey cluster)
    {
        if (_clients.TryGetValue(cluster, out WorkloadClient? client))
            client.TrustUntil(DateTimeOffset.MinValue);
    }

    private static string SecretName(ObjectKey cluster) => $"{cluster.Name}-kubeconfig";

    private static bool IsUnreachable(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        HttpRequestException => true,
        KubernetesException refusal => !refusal.IsConflict,
        OperationCanceledException or TimeoutException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    /// <summary>The kind of failure without addresses or numbers, which would change from try to try.</summary>
    private static string Cause(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown } => "the request failed",
        HttpRequestException request => request.HttpRequestError.ToString(),
        KubernetesException refusal => $"{(int)refusal.Code} {refusal.Reason}",
        _ => "it took too long",
    };
}
