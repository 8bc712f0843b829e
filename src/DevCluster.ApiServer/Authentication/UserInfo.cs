using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Who sends a request.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>The server itself: what its own controllers write under.</summary>
    public static readonly UserInfo Server = new("system:apiserver", ["system:masters", "system:authenticated"]);

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);

    /// <summary>As in reviews.</summary>
    public JsonObject ToJson() => new() { ["username"] = Name, ["groups"] = Groups.ToJsonArray() };
}
