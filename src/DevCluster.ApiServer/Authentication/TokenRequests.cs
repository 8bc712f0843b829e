using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The token subresource of service accounts: creating a TokenRequest there makes a token.</summary>
internal sealed class TokenRequests(ResourceReader reader, ServiceAccountTokens tokens)
{
    private const string Group = "authentication.k8s.io";
    private const string Kind = "TokenRequest";
    private const long DefaultSeconds = 3600;
    private const long LeastSeconds = 600;
    private const long MostSeconds = 1L << 32;

    /// <summary>Answers a request.</summary>
    /// <exception cref="ApiStatusException">404: no such account. 400 or 422: the request is wrong.</exception>
    public JsonObject Answer(ResourceTarget target, JsonObject request)
    {
        StoredObject account = reader.Get(target);
        if (request.Text("kind") is { } kind && kind != Kind)
            throw ApiErrors.BadRequest($"{kind} in version \"v1\" cannot be handled as a {Kind}: converting ({kind}) to (v1.{Kind}): unknown conversion");
        if (request.At("spec", "expirationSeconds") is { } given && given.Whole() is null)
            throw ApiErrors.BadRequest($"{Kind} in version \"v1\" cannot be handled as a {Kind}: spec.expirationSeconds is no whole number");
        long seconds = request.At("spec", "expirationSeconds").Whole() ?? DefaultSeconds;
        Check(request, seconds, target.Name);
        IReadOnlyList<string> audiences = request.At("spec", "audiences").Strings() is { Count: > 0 } named ? named : [ServiceAccountTokens.Audience];
        (string token, DateTimeOffset expires) = tokens.Issue(account, audiences, TimeSpan.FromSeconds(seconds));
        return new JsonObject
        {
            ["kind"] = Kind,
            ["apiVersion"] = $"{Group}/v1",
            ["metadata"] = new JsonObject { ["name"] = account.Key.Name, ["namespace"] = account.Key.Namespace, ["creationTimestamp"] = Timestamps.Format(expires.AddSeconds(-seconds)) },
            ["spec"] = new JsonObject { ["audiences"] = audiences.ToJsonArray(), ["expirationSeconds"] = seconds, ["boundObjectRef"] = null },
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Timestamps.Format(expires) },
        };
    }

    private static void Check(JsonObject request, long seconds, string name)
    {
        const string Expiration = "spec.expirationSeconds";
        FieldError? error = seconds switch
        {
            < LeastSeconds => FieldError.Invalid(Expiration, JsonValue.Create(seconds), "may not specify a duration less than 10 minutes"),
            > MostSeconds => FieldError.Invalid(Expiration, JsonValue.Create(seconds), "may not specify a duration larger than 2^32 seconds"),
            _ when request.At("spec", "boundObjectRef") is JsonObject bound =>
                FieldError.Invalid("spec.boundObjectRef", bound, "this development server binds tokens to their service account only"),
            _ => null,
        };
        if (error is not null)
            throw ApiErrors.Invalid(Group, Kind, name, [error]);
    }
}
