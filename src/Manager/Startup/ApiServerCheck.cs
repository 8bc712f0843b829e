using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Manager.Startup;

/// <summary>
/// Makes sure that there is a cluster to work with before anything starts, and says in one sentence what is missing. Inside a cluster the API
/// server may come a little later than its pods, so an unreachable one is waited for; elsewhere it is most likely the wrong address.
/// </summary>
internal sealed partial class ApiServerCheck(IKubernetesClient client, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly (string GroupVersion, string[] Resources, string Remedy)[] Needed =
    [
        (ElementalGroup.ApiVersion,
            ["elementalclusters", "elementalhosts", "elementalmachines", "elementalregistrations"],
            "apply the provider's custom resource definitions (config/crd) first"),
        (ClusterApiGroup.ApiVersion, ["clusters", "machines"], "install Cluster API 1.11 or newer first (clusterctl init)"),
    ];

    /// <summary>Returns when the cluster is there and has what the manager needs.</summary>
    /// <param name="isInCluster">Whether to wait for an API server that cannot be reached.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StartupException">It is not there, or has not.</exception>
    public async Task RunAsync(bool isInCluster, CancellationToken cancellationToken)
    {
        DateTimeOffset end = clock.GetUtcNow() + (isInCluster ? Patience : TimeSpan.Zero);
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                foreach ((string groupVersion, string[] resources, string remedy) in Needed)
                    await RequireAsync(groupVersion, resources, remedy, cancellationToken);
                return;
            }
            catch (HttpRequestException exception) when (clock.GetUtcNow() >= end)
            {
                throw new StartupException(
                    $"The Kubernetes API server {client.Server} cannot be reached: {Innermost(exception).Message}; check --kubeconfig and --context, and that it runs.",
                    exception);
            }
            catch (HttpRequestException exception)
            {
                Log.Waiting(logger, client.Server, wait, Innermost(exception).Message);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    private async Task RequireAsync(string groupVersion, string[] resources, string remedy, CancellationToken cancellationToken)
    {
        string discovered = await DiscoverAsync(groupVersion, remedy, cancellationToken);
        if (resources.FirstOrDefault(resource => !discovered.Contains($"\"name\":\"{resource}\"", StringComparison.Ordinal)
            && !discovered.Contains($"\"name\": \"{resource}\"", StringComparison.Ordinal)) is { } missing)
        {
            throw new StartupException($"The cluster at {client.Server} does not serve {missing} in {groupVersion}; {remedy}.");
        }
    }

    private async Task<string> DiscoverAsync(string groupVersion, string remedy, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetRawAsync($"/apis/{groupVersion}", cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            throw new StartupException($"The cluster at {client.Server} does not serve {groupVersion}; {remedy}.", exception);
        }
        catch (ApiException exception) when (exception.IsUnauthorized)
        {
            throw new StartupException($"The API server {client.Server} does not accept the credentials; check --kubeconfig and --context.", exception);
        }
        catch (ApiException exception)
        {
            throw new StartupException($"The API server {client.Server} did not answer the question for {groupVersion}: {exception.Message}", exception);
        }
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning, "The Kubernetes API server {server} cannot be reached, trying again in {wait}: {reason}")]
        public static partial void Waiting(ILogger logger, Uri server, TimeSpan wait, string reason);
    }
}
