using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>What authorization is asked about a request.</summary>
internal static class AccessRequests
{
    public static AccessRequest Of(UserInfo user, RequestedResource request, HttpRequest http)
    {
        if (request.Target is not { } target)
            return new AccessRequest { User = user, Verb = request.Verb, Path = request.Path };
        bool isNamespace = target is { Group: "", Resource: BuiltInResources.Namespaces };
        return new AccessRequest
        {
            User = user,
            Verb = request.Verb,
            Group = target.Group,
            Resource = target.Resource,
            Subresource = target.Subresource,
            Namespace = target.Namespace ?? (isNamespace ? target.Name : string.Empty),
            // Who may see one object by its name may also list and watch that one.
            Name = target.Name.Length == 0 && request.Verb is "list" or "watch" ? FieldSelector.NameIn(QueryOptions.Text(http, "fieldSelector")) : target.Name,
        };
    }
}
