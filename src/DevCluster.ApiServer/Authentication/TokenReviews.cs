using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Resources;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The questions of authentication.k8s.io: who am I, whose is this token.</summary>
internal sealed class TokenReviews(Authenticator authenticator)
{
    public static void SelfSubject(JsonObject review, UserInfo user, ResourceTarget target) => review["status"] = new JsonObject { ["userInfo"] = user.ToJson() };

    public void Token(JsonObject review, UserInfo user, ResourceTarget target)
    {
        if (string.IsNullOrEmpty(review.Text("spec", "token")))
            throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        IReadOnlyList<string> audiences = review.At("spec", "audiences").Strings();
        review["status"] = authenticator.FindToken(review.Text("spec", "token") ?? string.Empty, audiences) is { } found
            ? new JsonObject { ["authenticated"] = true, ["user"] = found.User.ToJson(), ["audiences"] = found.Audiences.ToJsonArray() }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token]" };
        // The answer goes to whoever asks; the token itself need not travel back.
        review.Ensure("spec").Remove("token");
    }
}
