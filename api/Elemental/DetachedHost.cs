namespace ElementalProvider.Api.Elemental;

/// <summary>A host that was let go without a reset, as its registration remembers it.</summary>
public sealed record DetachedHost
{
    /// <summary>Name of the ElementalHost.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its public key (SubjectPublicKeyInfo, DER), in lower-case hex: what it is known by when it comes back.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Who wanted it and why, in their words, cut to 256 characters.</summary>
    public required string Why { get; init; }

    /// <summary>When it was let go.</summary>
    public required DateTimeOffset At { get; init; }
}
