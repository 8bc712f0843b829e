namespace ElementalProvider.Api.Meta;

/// <summary>What a <see cref="Status"/> is about (metav1.StatusDetails).</summary>
public sealed record StatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>API group of the object.</summary>
    public string? Group { get; init; }

    /// <summary>Kind (or plural) of the object.</summary>
    public string? Kind { get; init; }

    /// <summary>UID of the object.</summary>
    public string? Uid { get; init; }

    /// <summary>One cause a field that was refused.</summary>
    public IReadOnlyList<StatusCause>? Causes { get; init; }

    /// <summary>Seconds the client should wait before it tries again.</summary>
    public int? RetryAfterSeconds { get; init; }
}
