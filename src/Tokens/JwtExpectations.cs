namespace ElementalProvider.Tokens;

/// <summary>What a token must say to be accepted.</summary>
public sealed record JwtExpectations
{
    /// <summary>
    /// The audience that the token must name. One of <see cref="RegistrationAudience.Of"/> is also named by an address that ends in it.
    /// </summary>
    public required string Audience { get; init; }

    /// <summary>The subject that the token must have; null accepts any.</summary>
    public string? Subject { get; init; }

    /// <summary>The clock that <c>nbf</c> and <c>exp</c> are held against.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>How far the clocks of signer and verifier may differ.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a token may still live at most; one without <c>exp</c> lives for ever. Null accepts any: registration tokens may live for ever,
    /// host tokens may not.
    /// </summary>
    public TimeSpan? LongestLife { get; init; }
}
