using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The questions of authentication.k8s.io and authorization.k8s.io: who am I, whose is this token, who may do this.</summary>
internal sealed class Reviews(Authenticator authenticator)
{
    public const string Authorization = "authorization.k8s.io";

    public static void SelfSubject(JsonObject review, UserInfo user) => review["status"] = new JsonObject { ["userInfo"] = user.ToJson() };

    public static void SelfSubjectAccess(JsonObject review, UserInfo user)
    {
        RequireQuestion(review, "SelfSubjectAccessReview");
        Decide(review, user.IsAnonymous);
    }

    public static void SubjectAccess(JsonObject review, UserInfo user)
    {
        RequireQuestion(review, "SubjectAccessReview");
        if (string.IsNullOrEmpty(review.Text("spec", "user")) && review.Array("spec", "groups") is not { Count: > 0 })
            throw ApiErrors.Invalid(Authorization, "SubjectAccessReview", string.Empty, [FieldError.Invalid("spec.user", JsonValue.Create(string.Empty), "at least one of user or group must be specified")]);
        Decide(review, review.Text("spec", "user") == UserInfo.Anonymous.Name);
    }

    public void Token(JsonObject review, UserInfo user)
    {
        UserInfo? owner = authenticator.FindToken(review.Text("spec", "token") ?? string.Empty);
        review["status"] = owner is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token]" }
            : new JsonObject { ["authenticated"] = true, ["user"] = owner.ToJson() };
        // The answer goes to whoever asks; the token itself need not travel back.
        review.Ensure("spec").Remove("token");
    }

    private static void Decide(JsonObject review, bool isAnonymous)
    {
        var status = new JsonObject { ["allowed"] = !isAnonymous };
        if (!isAnonymous)
            status["reason"] = "this development server lets every known user do everything";
        review["status"] = status;
    }

    private static void RequireQuestion(JsonObject review, string kind)
    {
        bool aboutResource = review.At("spec", "resourceAttributes") is JsonObject, aboutPath = review.At("spec", "nonResourceAttributes") is JsonObject;
        if (aboutResource == aboutPath)
            throw ApiErrors.Invalid(Authorization, kind, string.Empty, [FieldError.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
    }
}
