using ElementalProvider.Api.Elemental;
using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Workload;

/// <summary>
/// The Nodes of the workload clusters. The clients are made from the kubeconfig Secrets that CAPI keeps; a Secret is read
/// before they are used, once for all who look within a few seconds, so that one that was replaced or deleted counts at once.
/// </summary>
/// <param name="management">The management cluster, where the Secrets are.</param>
/// <param name="clock">Tells how old a client is.</param>
internal sealed class WorkloadClusters(IKubernetesClient management, TimeProvider clock) : IDisposable
{
    /// <summary>How long to wait for another worker that is finding out whether the cluster answers.</summary>
    private static readonly TimeSpan TrialPatience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ObjectKey, WorkloadConnection> _connections = new();

    /// <summary>Makes the client of a kubeconfig.</summary>
    internal Func<byte[], IKubernetesClient> Connect { get; init; } = WorkloadConnection.Connect;

    /// <summary>Looks for a Node: by its name, and where there is none of it, by its provider ID, as a kubelet may register under another name.</summary>
    /// <param name="cluster">The Cluster.</param>
    /// <param name="node">Name of the Node.</param>
    /// <param name="providerId">The provider ID that the Node has, or is to have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<NodeSighting> FindNodeAsync(ObjectKey cluster, string node, string? providerId, CancellationToken cancellationToken) =>
        AskAsync(
            cluster,
            async (connection, nodes) => await nodes.FindAsync(null, node, cancellationToken)
                ?? await connection.FindByProviderIdAsync(nodes, providerId, cancellationToken),
            cancellationToken);

    /// <summary>Patches a Node that <see cref="FindNodeAsync"/> found, on condition that nobody changed it since.</summary>
    /// <param name="cluster">The Cluster.</param>
    /// <param name="before">The Node as it was found.</param>
    /// <param name="after">The Node as it should be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The Node as it is now, or why it could not be written.</returns>
    /// <exception cref="ApiException">Somebody changed the Node meanwhile.</exception>
    public Task<NodeSighting> PatchNodeAsync(ObjectKey cluster, V1Node before, V1Node after, CancellationToken cancellationToken) =>
        AskAsync(cluster, async (_, nodes) => await nodes.PatchAsync(before, after, FieldManagers.Controllers, cancellationToken), cancellationToken);

    /// <summary>Drops the client of a Cluster that is gone.</summary>
    /// <param name="cluster">The Cluster.</param>
    public void Forget(ObjectKey cluster)
    {
        if (_connections.TryRemove(cluster, out WorkloadConnection? connection))
            connection.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ObjectKey cluster in _connections.Keys)
            Forget(cluster);
    }

    private async Task<NodeSighting> AskAsync(
        ObjectKey cluster, Func<WorkloadConnection, IResourceClient<V1Node>, Task<V1Node?>> request, CancellationToken cancellationToken)
    {
        WorkloadConnection connection = _connections.GetOrAdd(
            cluster, key => new WorkloadConnection(key, management.Resource<V1Secret>(), Connect, clock));
        Leave leave = connection.Health.Ask();
        if (leave is { IsGiven: false, Trial: { } trial } && await HasEndedAsync(trial, cancellationToken))
            leave = connection.Health.Ask();
        if (!leave.IsGiven)
            return new NodeSighting.Unreachable(leave.Why ?? $"the API server of the Cluster {cluster.Name} has not answered yet");

        try
        {
            NodeSighting sighting = await TryAsync(cluster, connection, request, cancellationToken);
            if (sighting is NodeSighting.Unreachable unreachable)
                connection.Health.Failed(unreachable.Why);
            else
                connection.Health.Succeeded();
            return sighting;
        }
        catch
        {
            // Neither the management cluster nor who gives up says anything about this one.
            connection.Health.Abandoned();
            throw;
        }
    }

    private async Task<bool> HasEndedAsync(TaskCompletionSource<bool> trial, CancellationToken cancellationToken)
    {
        await using ITimer late = clock.CreateTimer(_ => trial.TrySetResult(false), null, TrialPatience, Timeout.InfiniteTimeSpan);
        await using CancellationTokenRegistration givingUp = cancellationToken.UnsafeRegister(_ => trial.TrySetCanceled(cancellationToken), null);
        return await trial.Task;
    }

    private static async Task<NodeSighting> TryAsync(
        ObjectKey cluster,
        WorkloadConnection connection,
        Func<WorkloadConnection, IResourceClient<V1Node>, Task<V1Node?>> request,
        CancellationToken cancellationToken)
    {
        IKubernetesClient? client;
        try
        {
            client = await connection.ConnectAsync(cancellationToken);
        }
        catch (KubernetesConfigurationException exception)
        {
            return new NodeSighting.Unreachable($"the kubeconfig in the Secret {connection.SecretName} is of no use: {exception.Message}");
        }

        if (client is null)
            return new NodeSighting.Unreachable($"the Secret {connection.SecretName} with the kubeconfig does not exist yet");

        try
        {
            return await request(connection, client.Resource<V1Node>()) is { } node ? new NodeSighting.Found(node) : new NodeSighting.Missing();
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return new NodeSighting.Missing();
        }
        catch (Exception exception) when (IsUnreachable(exception, cancellationToken))
        {
            return new NodeSighting.Unreachable($"the API server of the Cluster {cluster.Name} does not answer: {Cause(exception)}");
        }
    }

    private static bool IsUnreachable(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ApiException refusal => !refusal.IsConflict,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,

        // Disposed: another worker has just learnt of a new kubeconfig.
        HttpRequestException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    private static string Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception.Message;

    /// <summary>The kind of failure without addresses or numbers, which would change from try to try.</summary>
    private static string Cause(Exception exception) => exception switch
    {
        ApiException refusal => $"{(int)refusal.Code} {refusal.Reason}",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } request => Innermost(request).TrimEnd('.'),
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError.ToString(),
        HttpRequestException or ObjectDisposedException => "the request failed",
        _ => "it took too long",
    };
}
