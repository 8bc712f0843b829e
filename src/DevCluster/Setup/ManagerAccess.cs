using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>Lets the manager in as a cluster does: as the service account of config/rbac, with exactly its rights.</summary>
internal static class ManagerAccess
{
    /// <summary>Name of the account, and what the manager calls itself in requests.</summary>
    public const string Account = "elemental-manager";

    private const string Namespace = "elemental-system";

    /// <summary>Longer than anybody lets a development cluster run.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>Makes the namespace, the account and its rights.</summary>
    /// <returns>A kubeconfig (YAML) of the account.</returns>
    /// <exception cref="DevClusterException">The API server refuses one of them.</exception>
    public static async Task<string> GrantAsync(DevApiServer server, CancellationToken cancellationToken)
    {
        try
        {
            await server.ApplyAsync(EmbeddedManifests.In("ManagerNamespace").Concat(EmbeddedManifests.In("ManagerRights")), cancellationToken);
            return await server.KubeconfigForServiceAccountAsync(Namespace, Account, Lifetime, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new DevClusterException($"The manager cannot be given its rights: {exception.Message}");
        }
    }
}
