using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>Where a paged list goes on: after which object of which snapshot.</summary>
internal sealed record ContinueToken(long ResourceVersion, string Namespace, string Name)
{
    public string Encode()
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = ResourceVersion, ["start"] = $"{Namespace}/{Name}" };
        return Convert.ToBase64String(JsonText.ToUtf8(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <returns>Null where the text is no token.</returns>
    public static ContinueToken? Decode(string text)
    {
        string base64 = text.Replace('-', '+').Replace('_', '/');
        byte[] bytes = new byte[base64.Length + 4];
        if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out int length))
            return null;
        try
        {
            JsonNode? json = JsonText.Parse(bytes.AsSpan(0, length));
            string[]? start = json.Text("start")?.Split('/', 2);
            return json.At("rv").Whole() is { } version && start is [var namespaceName, var name] ? new ContinueToken(version, namespaceName, name) : null;
        }
        catch (Exception problem) when (problem is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }
}
