using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Finds out who sends a request: by client certificate, else by bearer token, else nobody in particular.</summary>
internal sealed class Authenticator(CertificateUsers certificates, IReadOnlyDictionary<string, DevApiServerUser> tokens, ServiceAccountTokens accounts, BootstrapTokens bootstrap)
{
    private const string Bearer = "Bearer ";

    /// <summary>Keyed by a digest, so that finding a token takes the same time whatever was guessed.</summary>
    private readonly Dictionary<string, UserInfo> _byDigest = tokens.ToDictionary(
        token => Digest(token.Key), token => new UserInfo(token.Value.Name, WithAuthenticated(token.Value.Groups)), StringComparer.Ordinal);

    /// <exception cref="ApiStatusException">401: a token was sent that is not known.</exception>
    public UserInfo Authenticate(X509Certificate2? certificate, string? authorization)
    {
        if (certificate is not null && certificates.Find(certificate) is { } owner)
            return owner;
        if (string.IsNullOrEmpty(authorization))
            return UserInfo.Anonymous;
        bool isBearer = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        return (isBearer ? FindToken(authorization[Bearer.Length..].Trim(), [])?.User : null) ?? throw ApiErrors.Unauthorized();
    }

    /// <summary>Whose token it is, and for which of the audiences it is good; null where it is not good.</summary>
    /// <param name="token">The token.</param>
    /// <param name="audiences">Who asks; empty for this server.</param>
    public (UserInfo User, IReadOnlyList<string> Audiences)? FindToken(string token, IReadOnlyList<string> audiences)
    {
        IReadOnlyList<string> asked = audiences.Count > 0 ? audiences : [ServiceAccountTokens.Audience];
        UserInfo? user = _byDigest.GetValueOrDefault(Digest(token)) ?? bootstrap.Find(token);
        if (user is null)
            return accounts.Find(token, asked);
        // Tokens of the options and of machines that join are for this server alone.
        return asked.Contains(ServiceAccountTokens.Audience) ? (user, [ServiceAccountTokens.Audience]) : null;
    }

    private static string[] WithAuthenticated(IEnumerable<string> groups) => [.. groups.Append(UserInfo.AuthenticatedGroup).Distinct(StringComparer.Ordinal)];

    private static string Digest(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
