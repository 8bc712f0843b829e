namespace ElementalProvider.Tokens;

/// <summary>The registered claims (RFC 7519, 4.1) that registration and host tokens carry. Times count whole seconds.</summary>
public sealed record JwtClaims
{
    /// <summary><c>sub</c>: who the token speaks for.</summary>
    public string? Subject { get; init; }

    /// <summary><c>aud</c>: whom the token is meant for; one or several.</summary>
    public IReadOnlyList<string> Audience { get; init; } = [];

    /// <summary><c>iat</c>: when it was made.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary><c>nbf</c>: from when on it holds.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary><c>exp</c>: from when on it no longer holds; null for a token without expiry.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
