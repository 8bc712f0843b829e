namespace ElementalProvider.ControllerRuntime.Client;

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

    /// <summary>Told of each object that cannot be read, which the page then does without; null fails the whole page.</summary>
    public Action<UnreadableObject>? Unreadable { get; init; }
}

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

    /// <summary>Told, in the order of the watch, of each event whose object cannot be read; null ends the watch there.</summary>
    public Action<WatchEventType, UnreadableObject>? Unreadable { get; init; }
}

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
