using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Who may do what: everybody who is known may do everything, everybody else may only probe.</summary>
internal static class Authorization
{
    private static readonly string[] OpenPaths = ["healthz", "livez", "readyz", "version"];

    /// <exception cref="ApiStatusException">403.</exception>
    public static void Require(UserInfo user, RequestedResource request)
    {
        if (!user.IsAnonymous || (request.Target is null && request.Segments is [var root, ..] && OpenPaths.Contains(root)))
            return;
        if (request.Target is not { } target)
            throw ApiErrors.Forbidden(string.Empty, string.Empty, string.Empty, $"forbidden: User \"{user.Name}\" cannot {request.Verb} path \"{request.Path}\"");

        string subject = target.Name.Length > 0 ? $" \"{target.Name}\"" : string.Empty;
        string scope = target.Namespace is { } name ? $"in the namespace \"{name}\"" : "at the cluster scope";
        throw ApiErrors.Forbidden(
            target.Group,
            target.Resource,
            target.Name,
            $"{ApiErrors.Qualified(target.Resource, target.Group)}{subject} is forbidden: User \"{user.Name}\" cannot {request.Verb} resource \"{target.Resource}\" in API group \"{target.Group}\" {scope}");
    }
}
