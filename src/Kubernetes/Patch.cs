using System.Text.Json.Nodes;

namespace ElementalProvider.Kubernetes;

/// <summary>A change of an object, as it is sent.</summary>
/// <param name="Type">How the body is to be read.</param>
/// <param name="Body">The patch document.</param>
public sealed record Patch(PatchType Type, JsonNode Body)
{
    /// <summary>A JSON merge patch (RFC 7386).</summary>
    /// <param name="body">Fields to set; null removes a field.</param>
    public static Patch Merge(JsonObject body) => new(PatchType.Merge, body);

    /// <summary>A JSON patch (RFC 6902).</summary>
    /// <param name="operations">The operations, in order.</param>
    public static Patch Json(JsonArray operations) => new(PatchType.Json, operations);

    /// <summary>A server-side apply patch.</summary>
    /// <param name="body">The fields the manager wants to own.</param>
    public static Patch Apply(JsonObject body) => new(PatchType.Apply, body);
}
