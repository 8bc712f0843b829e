using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Admission;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Nobody gives rights that he does not have, unless the verbs escalate and bind let him.</summary>
internal sealed class EscalationGuard(RbacAuthorizer authorizer, RbacIndex index) : IAdmission
{
    public ValueTask<AdmissionQuestion> MutateAsync(AdmissionQuestion request, CancellationToken cancellationToken) => ValueTask.FromResult(request);

    public ValueTask ValidateAsync(AdmissionQuestion request, CancellationToken cancellationToken)
    {
        if (request.Target.Definition.Group == RbacIndex.Group && request.Object is { } changed && !RbacAuthorizer.IsMaster(request.User))
            Check(request, changed);
        return ValueTask.CompletedTask;
    }

    private void Check(AdmissionQuestion request, JsonObject changed)
    {
        if (request.Target.Definition.Kind is "Role" or "ClusterRole")
        {
            bool isUnchanged = request.OldObject is { } old && old["rules"].SameAs(changed["rules"]) && old["aggregationRule"].SameAs(changed["aggregationRule"]);
            if (!isUnchanged && !May(request, "escalate", request.Target.Definition.Plural, request.Name))
                RequireRights(request, GivenBy(changed));
            return;
        }

        bool keepsRights = request.OldObject is { } before && before["subjects"].SameAs(changed["subjects"]);
        RoleReference role = Binding.RoleOf(changed, request.Namespace);
        if (keepsRights || May(request, "bind", role.Namespace.Length == 0 ? "clusterroles" : "roles", role.Name))
            return;
        RequireRights(request, index.RulesOf(role) ?? throw ApiErrors.NotFound(RbacIndex.Group, $"{role.Kind.ToLowerInvariant()}s", role.Name));
    }

    /// <summary>What an aggregated role will hold cannot be foreseen: it takes all rights to make one.</summary>
    private static IReadOnlyList<PolicyRule> GivenBy(JsonObject role) => role["aggregationRule"] is null
        ? PolicyRule.ReadAll(role)
        : [new PolicyRule { Verbs = ["*"], Groups = ["*"], Resources = ["*"] }, new PolicyRule { Verbs = ["*"], Paths = ["*"] }];

    private bool May(AdmissionQuestion request, string verb, string resource, string name) => authorizer.Decide(new AccessRequest
    {
        User = request.User, Verb = verb, Group = RbacIndex.Group, Resource = resource, Namespace = request.Namespace, Name = name,
    }).IsAllowed;

    private void RequireRights(AdmissionQuestion request, IReadOnlyList<PolicyRule> given)
    {
        UserInfo user = request.User;
        IReadOnlyList<PolicyRule> missing = RuleCover.Missing(authorizer.RulesFor(user, request.Namespace), given);
        if (missing.Count == 0)
            return;
        ResourceDefinition definition = request.Target.Definition;
        string groups = string.Join(' ', user.Groups.Select(group => $"\"{group}\""));
        throw ApiErrors.Forbidden(
            definition.Group,
            definition.Plural,
            request.Name,
            $"{ApiErrors.Qualified(definition.Plural, definition.Group)} \"{request.Name}\" is forbidden: user \"{user.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{string.Join('\n', missing)}");
    }
}
