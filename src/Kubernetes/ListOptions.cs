namespace ElementalProvider.Kubernetes;

/// <summary>Which objects a list returns, and how many at a time.</summary>
public sealed record ListOptions
{
    /// <summary>Label selector, such as <c>app=web,tier!=db</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>metadata.name=x</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects a page; null leaves it to the server.</summary>
    public int? Limit { get; init; }

    /// <summary>Token of the page to read, from the page before.</summary>
    public string? Continue { get; init; }

    /// <summary>Oldest version that may be answered; null asks for the most recent.</summary>
    public string? ResourceVersion { get; init; }
}
