using ElementalProvider.DevCluster.ApiServer.Selection;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Options of a list.</summary>
internal sealed record ListOptions
{
    public required ObjectSelection Selection { get; init; }

    /// <summary>Page size; 0 for everything.</summary>
    public long Limit { get; init; }

    /// <summary>Token of the page before.</summary>
    public string Continue { get; init; } = string.Empty;

    public string ResourceVersion { get; init; } = string.Empty;

    /// <summary>What the client says of sendInitialEvents; only watches may.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary>Exact, NotOlderThan or empty.</summary>
    public string ResourceVersionMatch { get; init; } = string.Empty;
}

/// <summary>A page of a list.</summary>
/// <param name="ResourceVersion">Version of the snapshot.</param>
/// <param name="Items">The objects.</param>
/// <param name="Continue">Token for the next page, or empty.</param>
/// <param name="Remaining">How many follow, where that is known.</param>
internal sealed record ListPage(long ResourceVersion, IReadOnlyList<StoredObject> Items, string Continue, long? Remaining);
