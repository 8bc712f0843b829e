using System.Diagnostics.CodeAnalysis;

namespace ElementalProvider.Tokens;

/// <summary>Whether a token is accepted, and why not. Holds no part of the token.</summary>
public sealed record JwtVerdict
{
    /// <summary>What an accepted token says.</summary>
    public JwtClaims? Claims { get; private init; }

    /// <summary>Why the token is refused, as one sentence; null for an accepted one.</summary>
    public string? Reason { get; private init; }

    /// <summary>Whether the token is accepted.</summary>
    [MemberNotNullWhen(true, nameof(Claims))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsValid => Claims is not null;

    internal static JwtVerdict Accept(JwtClaims claims) => new() { Claims = claims };

    internal static JwtVerdict Refuse(string reason) => new() { Reason = reason };
}
