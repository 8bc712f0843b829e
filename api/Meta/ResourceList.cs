namespace ElementalProvider.Api.Meta;

/// <summary>One page of a list answer.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
public sealed record ResourceList<T>
{
    /// <summary>The objects of the page.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Version of the collection the page was read at; a watch may start from it.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Token for the next page, not set on the last one.</summary>
    public string? Continue { get; init; }

    /// <summary>How many objects follow this page, where the server says so.</summary>
    public long? RemainingItemCount { get; init; }
}
