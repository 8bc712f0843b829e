using ElementalProvider.DevCluster.ApiServer.Selection;

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
