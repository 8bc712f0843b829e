using ElementalProvider.DevCluster.ApiServer.Output;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Watching;

/// <summary>What a client asks of a watch.</summary>
internal sealed record WatchRequest
{
    public required ResourceDefinition Definition { get; init; }

    public required ObjectSelection Selection { get; init; }

    public required ObjectFormat Format { get; init; }

    /// <summary>Where to start; empty for now.</summary>
    public string ResourceVersion { get; init; } = string.Empty;

    /// <summary>Whether the present objects come first, and then a marked bookmark; null where the client does not say.</summary>
    public bool? SendInitialEvents { get; init; }

    public bool AllowBookmarks { get; init; }
}
