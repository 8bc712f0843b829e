using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Acting as somebody else, by the Impersonate headers, for whoever may.</summary>
internal sealed class Impersonation(RbacAuthorizer authorizer)
{
    private const string UserHeader = "Impersonate-User";
    private const string GroupHeader = "Impersonate-Group";
    private const string UidHeader = "Impersonate-Uid";
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <returns>Whom the request is from: the sender, or whom it impersonates.</returns>
    /// <exception cref="ApiStatusException">403: the sender may not. 500: groups without a user.</exception>
    public UserInfo Apply(UserInfo sender, IHeaderDictionary headers)
    {
        string[] groups = [.. headers[GroupHeader].OfType<string>()];
        string user = headers[UserHeader].ToString(), uid = headers[UidHeader].ToString();
        Dictionary<string, IReadOnlyList<string>> extra = Extra(headers);
        if (user.Length == 0)
        {
            return groups.Length == 0 && uid.Length == 0 && extra.Count == 0
                ? sender
                : throw ApiErrors.Internal("requested groups, a uid or extra values without impersonating a user name");
        }

        (string Namespace, string Name)? account = ServiceAccountName.Parse(user);
        Require(sender, string.Empty, account is null ? "users" : "serviceaccounts", account?.Name ?? user, account?.Namespace);
        foreach (string group in groups)
            Require(sender, string.Empty, "groups", group);
        if (uid.Length > 0)
            Require(sender, "authentication.k8s.io", "uids", uid);
        foreach ((string key, IReadOnlyList<string> values) in extra)
        {
            foreach (string value in values)
                Require(sender, "authentication.k8s.io", "userextras", value, subresource: key);
        }

        return new UserInfo(user, [.. Groups(user, account?.Namespace, groups)]) { Uid = uid, Extra = extra };
    }

    private void Require(UserInfo sender, string apiGroup, string resource, string name, string? namespaceName = null, string subresource = "") => authorizer.Require(new AccessRequest
    {
        User = sender, Verb = "impersonate", Group = apiGroup, Resource = resource, Subresource = subresource, Name = name, Namespace = namespaceName ?? string.Empty,
    });

    private static IEnumerable<string> Groups(string user, string? accountNamespace, string[] given)
    {
        IEnumerable<string> groups = given.Length == 0 && accountNamespace is not null ? ServiceAccountName.Groups(accountNamespace) : given;
        string own = user == UserInfo.Anonymous.Name ? UserInfo.UnauthenticatedGroup : UserInfo.AuthenticatedGroup;
        return groups.Append(own).Distinct(StringComparer.Ordinal);
    }

    private static Dictionary<string, IReadOnlyList<string>> Extra(IHeaderDictionary headers)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach ((string name, StringValues values) in headers)
        {
            if (name.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase))
                extra[Uri.UnescapeDataString(name[ExtraPrefix.Length..].ToLowerInvariant())] = [.. values.OfType<string>()];
        }

        return extra;
    }
}
