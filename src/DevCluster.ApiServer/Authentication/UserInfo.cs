using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Authorization;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>Who sends a request.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public const string AuthenticatedGroup = "system:authenticated";
    public const string UnauthenticatedGroup = "system:unauthenticated";

    public static readonly UserInfo Anonymous = new("system:anonymous", [UnauthenticatedGroup]);

    /// <summary>The server itself: what its own controllers write under.</summary>
    public static readonly UserInfo Server = new("system:apiserver", ["system:masters", AuthenticatedGroup]);

    /// <summary>Tells users of one name apart; empty where nothing does.</summary>
    public string Uid { get; init; } = string.Empty;

    /// <summary>What else is known, such as the token that was used.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Under which keys bindings may name this user: his own, then those of his groups.</summary>
    public IReadOnlyList<string> SubjectKeys { get; } = [Binding.UserPrefix + Name, .. Groups.Select(group => Binding.GroupPrefix + group)];

    /// <summary>As in reviews.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["username"] = Name };
        if (Uid.Length > 0)
            json["uid"] = Uid;
        json["groups"] = Groups.ToJsonArray();
        if (Extra.Count > 0)
            json["extra"] = new JsonObject(Extra.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value.ToJsonArray())));
        return json;
    }
}
