using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Resources;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>The questions of authorization.k8s.io: may I, may he, what may I.</summary>
internal sealed class AccessReviews(RbacAuthorizer authorizer)
{
    public const string Group = "authorization.k8s.io";

    public void SelfSubjectAccess(JsonObject review, UserInfo user, ResourceTarget target)
    {
        RequireQuestion(review, "SelfSubjectAccessReview");
        Answer(review, user);
    }

    public void SubjectAccess(JsonObject review, UserInfo user, ResourceTarget target)
    {
        RequireQuestion(review, "SubjectAccessReview");
        Answer(review, Subject(review, "SubjectAccessReview"));
    }

    public void LocalSubjectAccess(JsonObject review, UserInfo user, ResourceTarget target)
    {
        const string Kind = "LocalSubjectAccessReview";
        RequireQuestion(review, Kind);
        string asked = review.Text("spec", "resourceAttributes", "namespace") ?? string.Empty;
        if (asked != target.Namespace)
            throw ApiErrors.Invalid(Group, Kind, string.Empty, [FieldError.Invalid("spec.resourceAttributes.namespace", JsonValue.Create(asked), "must match metadata.namespace")]);
        Answer(review, Subject(review, Kind));
    }

    public void SelfSubjectRules(JsonObject review, UserInfo user, ResourceTarget target)
    {
        string namespaceName = review.Text("spec", "namespace") ?? string.Empty;
        if (namespaceName.Length == 0)
            throw ApiErrors.BadRequest("no namespace on request");
        IReadOnlyList<PolicyRule> rules = authorizer.RulesFor(user, namespaceName);
        review["status"] = new JsonObject
        {
            ["resourceRules"] = rules.Where(rule => rule.Resources.Count > 0).Select(rule => (JsonNode)(rule with { Paths = [] }).ToJson()).ToJsonArray(),
            ["nonResourceRules"] = rules.Where(rule => rule.Paths.Count > 0).Select(rule => (JsonNode)new PolicyRule { Verbs = rule.Verbs, Paths = rule.Paths }.ToJson()).ToJsonArray(),
            ["incomplete"] = false,
        };
    }

    private void Answer(JsonObject review, UserInfo subject)
    {
        AccessDecision decision = authorizer.Decide(Question(review, subject));
        var status = new JsonObject { ["allowed"] = decision.IsAllowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        review["status"] = status;
    }

    private static AccessRequest Question(JsonObject review, UserInfo user)
    {
        JsonObject? resource = review.Object("spec", "resourceAttributes"), path = review.Object("spec", "nonResourceAttributes");
        return new AccessRequest
        {
            User = user,
            Verb = resource.Text("verb") ?? path.Text("verb") ?? string.Empty,
            Path = resource is null ? path.Text("path") ?? string.Empty : null,
            Group = resource.Text("group") ?? string.Empty,
            Resource = resource.Text("resource") ?? string.Empty,
            Subresource = resource.Text("subresource") ?? string.Empty,
            Namespace = resource.Text("namespace") ?? string.Empty,
            Name = resource.Text("name") ?? string.Empty,
        };
    }

    private static UserInfo Subject(JsonObject review, string kind)
    {
        string user = review.Text("spec", "user") ?? string.Empty;
        IReadOnlyList<string> groups = review.At("spec", "groups").Strings();
        return user.Length > 0 || groups.Count > 0
            ? new UserInfo(user, groups)
            : throw ApiErrors.Invalid(Group, kind, string.Empty, [FieldError.Invalid("spec.user", JsonValue.Create(string.Empty), "at least one of user or group must be specified")]);
    }

    private static void RequireQuestion(JsonObject review, string kind)
    {
        bool aboutResource = review.At("spec", "resourceAttributes") is JsonObject, aboutPath = review.At("spec", "nonResourceAttributes") is JsonObject;
        if (aboutResource == aboutPath)
            throw ApiErrors.Invalid(Group, kind, string.Empty, [FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
    }
}
