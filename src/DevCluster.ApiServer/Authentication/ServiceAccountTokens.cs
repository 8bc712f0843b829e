using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Storage;
using ElementalProvider.Tokens;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>
/// Tokens of service accounts: signed by the server's authority, so that they outlive a restart with the same one, and good as long as the very
/// account they were made for is there.
/// </summary>
internal sealed class ServiceAccountTokens(ServerAuthority authority, ObjectStore store, TimeProvider clock)
{
    /// <summary>Audience of the API server itself, and issuer of its tokens.</summary>
    public const string Audience = "https://kubernetes.default.svc.cluster.local";

    private const int MaximumVerified = 4096;
    private const string KubernetesClaim = "kubernetes.io";

    /// <summary>Claims of tokens whose signature was found right, by digest: a client sends one token many times.</summary>
    private readonly ConcurrentDictionary<string, JsonObject> _verified = new(StringComparer.Ordinal);

    /// <summary>Makes a token.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="audiences">Who may accept it.</param>
    /// <param name="lifetime">How long it is good.</param>
    public (string Token, DateTimeOffset Expires) Issue(StoredObject account, IReadOnlyList<string> audiences, TimeSpan lifetime)
    {
        DateTimeOffset now = clock.GetUtcNow(), expires = now + lifetime;
        var claims = new JsonObject
        {
            ["aud"] = audiences.ToJsonArray(),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Audience,
            ["jti"] = Guid.NewGuid().ToString(),
            [KubernetesClaim] = new JsonObject
            {
                ["namespace"] = account.Key.Namespace,
                ["serviceaccount"] = new JsonObject { ["name"] = account.Key.Name, ["uid"] = account.Uid },
            },
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = ServiceAccountName.User(account.Key.Namespace, account.Key.Name),
        };
        using ECDsa key = authority.SigningKey();
        return (Jws.Sign(key, JsonText.ToUtf8(claims)), expires);
    }

    /// <summary>Whose token it is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audiences">Who asks; it must be meant for one of them.</param>
    /// <returns>The user and the audiences that both sides know; null where the token is not good, or not any more.</returns>
    public (UserInfo User, IReadOnlyList<string> Audiences)? Find(string token, IReadOnlyList<string> audiences)
    {
        if (Verify(token) is not { } claims)
            return null;
        string[] common = [.. claims["aud"].Strings().Intersect(audiences, StringComparer.Ordinal)];
        string namespaceName = claims.Text(KubernetesClaim, "namespace") ?? string.Empty, name = claims.Text(KubernetesClaim, "serviceaccount", "name") ?? string.Empty;
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        bool isGood = common.Length > 0 && claims.At("nbf").Whole() <= now && now < claims.At("exp").Whole();
        StoredObject? account = isGood ? store.Current.Find(new StoreKey("serviceaccounts", namespaceName, name)) : null;
        if (account is null || account.Uid != claims.Text(KubernetesClaim, "serviceaccount", "uid"))
            return null;

        var user = new UserInfo(ServiceAccountName.User(namespaceName, name), [.. ServiceAccountName.Groups(namespaceName), UserInfo.AuthenticatedGroup])
        {
            Uid = account.Uid,
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["authentication.kubernetes.io/credential-id"] = [$"JTI={claims.Text("jti")}"] },
        };
        return (user, common);
    }

    private JsonObject? Verify(string token)
    {
        string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_verified.TryGetValue(digest, out JsonObject? known))
            return known;
        using ECDsa key = authority.SigningKey();
        if (!Jws.TryOpen(token, key, out byte[]? payload, out _))
            return null;
        // Signed by this server: it is what it wrote.
        JsonObject claims = JsonText.ParseObject(payload);
        if (_verified.Count >= MaximumVerified)
            _verified.Clear();
        return _verified[digest] = claims;
    }
}
