namespace ElementalProvider.Kubernetes;

/// <summary>Which changes a watch reports, and from where on.</summary>
public sealed record WatchOptions
{
    /// <summary>Label selector, such as <c>app=web,tier!=db</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector, such as <c>metadata.name=x</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Version after which changes are reported.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether the server may send bookmarks: versions without a change.</summary>
    public bool AllowBookmarks { get; init; } = true;

    /// <summary>How long the server may keep the watch open.</summary>
    public TimeSpan? Timeout { get; init; }
}
