using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Administration;

/// <summary>Where an object is in the API.</summary>
internal static class ManifestPath
{
    /// <summary>The path of an object of a built-in kind whose plural is regular; it is in a namespace if it names one.</summary>
    /// <exception cref="JsonException">It does not say what it is; the message names the field.</exception>
    public static string Of(JsonObject manifest)
    {
        string version = Required(manifest, "apiVersion");
        string root = version.Contains('/', StringComparison.Ordinal) ? "apis" : "api";
        string place = manifest.Text("metadata", "namespace") is { Length: > 0 } name ? $"/namespaces/{Uri.EscapeDataString(name)}" : "";
        return $"{root}/{version}{place}/{Required(manifest, "kind").ToLowerInvariant()}s/{Uri.EscapeDataString(Required(manifest, "metadata", "name"))}";
    }

    private static string Required(JsonObject manifest, params ReadOnlySpan<string> path) =>
        manifest.Text(path) is { Length: > 0 } text ? text : throw new JsonException($"the object has no {string.Join('.', path!)}");
}
