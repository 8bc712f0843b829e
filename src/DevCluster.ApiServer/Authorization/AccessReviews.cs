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
        Require([Question(review)], "SelfSubjectAccessReview");
        Answer(review, user);
    }

    public void SubjectAccess(JsonObject review, UserInfo user, ResourceTarget target)
    {
        Require([Question(review), Subject(review)], "SubjectAccessReview");
        Answer(review, Asked(review));
    }

    public void LocalSubjectAccess(JsonObject review, UserInfo user, ResourceTarget target)
    {
        const string Kind = "LocalSubjectAccessReview";
        string asked = review.Text("spec", "resourceAttributes", "namespace") ?? string.Empty;
        FieldError? place = review.At("spec", "nonResourceAttributes") is not null
            ? FieldError.Invalid("spec.nonResourceAttributes", null, "disallowed on this kind of request")
            : Question(review) ?? (asked == target.Namespace ? null : FieldError.Invalid("spec.resourceAttributes.namespace", JsonValue.Create(asked), "must match metadata.namespace"));
        Require([place, Subject(review)], Kind);
        Answer(review, Asked(review));
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
        AccessDecision decision = authorizer.Decide(ToRequest(review, subject));
        var status = new JsonObject { ["allowed"] = decision.IsAllowed };
        if (decision.Reason.Length > 0)
            status["reason"] = decision.Reason;
        review["status"] = status;
    }

    private static AccessRequest ToRequest(JsonObject review, UserInfo user)
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

    private static UserInfo Asked(JsonObject review) => new(review.Text("spec", "user") ?? string.Empty, review.At("spec", "groups").Strings());

    private static FieldError? Subject(JsonObject review) => Asked(review) is { Name.Length: 0, Groups.Count: 0 }
        ? FieldError.Invalid("spec.user", JsonValue.Create(string.Empty), "at least one of user or group must be specified")
        : null;

    private static FieldError? Question(JsonObject review) => (review.At("spec", "resourceAttributes"), review.At("spec", "nonResourceAttributes")) switch
    {
        (JsonObject, JsonObject path) => FieldError.Invalid("spec.nonResourceAttributes", path, "cannot be specified in combination with resourceAttributes"),
        (JsonObject, _) or (_, JsonObject) => null,
        _ => FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"),
    };

    private static void Require(IEnumerable<FieldError?> answers, string kind)
    {
        FieldError[] errors = [.. answers.OfType<FieldError>()];
        if (errors.Length > 0)
            throw ApiErrors.Invalid(Group, kind, string.Empty, errors);
    }
}
