namespace ElementalProvider.Kubernetes;

/// <summary>How a write is made.</summary>
public sealed record WriteOptions
{
    /// <summary>Name under which the server records the ownership of the fields.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Subresource to write, such as <c>status</c>; null writes the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>Whether an apply patch takes over fields of other managers.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the server only says what it would do.</summary>
    public bool DryRun { get; init; }
}
