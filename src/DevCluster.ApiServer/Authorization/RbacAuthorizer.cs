using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Decides by roles and bindings; system:masters may do everything.</summary>
internal sealed class RbacAuthorizer(RbacIndex index)
{
    private const string Masters = "system:masters";

    public AccessDecision Decide(AccessRequest request)
    {
        if (IsMaster(request.User))
            return new AccessDecision(true, string.Empty);

        List<string>? missing = null;
        foreach ((Binding binding, string subject, IReadOnlyList<PolicyRule>? rules) in index.Granted(request.User, request.Namespace))
        {
            if (rules is null)
                (missing ??= []).Add($"{binding.Role.Kind.ToLowerInvariant()}.{RbacIndex.Group} \"{binding.Role.Name}\" not found");
            else if (Allow(rules, request))
                return new AccessDecision(true, $"RBAC: allowed by {binding} of {binding.Role} to {Binding.Describe(subject)}");
        }

        return new AccessDecision(false, missing switch
        {
            null => string.Empty,
            [var one] => $"RBAC: {one}",
            _ => $"RBAC: [{string.Join(", ", missing)}]",
        });
    }

    /// <exception cref="ApiStatusException">403.</exception>
    public void Require(AccessRequest request)
    {
        if (Decide(request) is { IsAllowed: false, Reason: var reason })
            throw Refuse(request, reason);
    }

    /// <summary>All that a user may do in a namespace, and with bindings for the whole cluster.</summary>
    public IReadOnlyList<PolicyRule> RulesFor(UserInfo user, string namespaceName) =>
        [.. index.Granted(user, namespaceName).SelectMany(granted => granted.Rules ?? [])];

    /// <summary>Whether a user needs no rights.</summary>
    public static bool IsMaster(UserInfo user) => user.Groups.Contains(Masters);

    private static bool Allow(IReadOnlyList<PolicyRule> rules, AccessRequest request)
    {
        foreach (PolicyRule rule in rules)
        {
            if (rule.Allows(request))
                return true;
        }

        return false;
    }

    private static ApiStatusException Refuse(AccessRequest request, string reason)
    {
        string why = reason.Length == 0 ? string.Empty : $": {reason}";
        if (request.Path is { } path)
            return ApiErrors.Forbidden(string.Empty, string.Empty, string.Empty, $"forbidden: User \"{request.User.Name}\" cannot {request.Verb} path \"{path}\"{why}");

        string subject = request.Name.Length > 0 ? $" \"{request.Name}\"" : string.Empty;
        string scope = request.Namespace.Length > 0 ? $"in the namespace \"{request.Namespace}\"" : "at the cluster scope";
        return ApiErrors.Forbidden(
            request.Group,
            request.Resource,
            request.Name,
            $"{ApiErrors.Qualified(request.Resource, request.Group)}{subject} is forbidden: User \"{request.User.Name}\" cannot {request.Verb} resource \"{request.FullResource}\" in API group \"{request.Group}\" {scope}{why}");
    }
}
