using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authentication;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Options of a deletion.</summary>
internal sealed record DeleteOptions
{
    public bool DryRun { get; init; }

    /// <summary>Null where the client leaves it to the finalizers that are there.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>Delete only the object with this UID.</summary>
    public string? ExpectedUid { get; init; }

    /// <summary>Delete only this version.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>Who deletes.</summary>
    public UserInfo User { get; init; } = UserInfo.Server;

    /// <summary>The options as the client gave them.</summary>
    public JsonObject Requested { get; init; } = [];
}

/// <summary>What happens to the dependents of a deleted object.</summary>
internal enum PropagationPolicy
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
