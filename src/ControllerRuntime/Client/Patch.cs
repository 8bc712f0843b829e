using System.Text.Json.Nodes;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>Makes patches of JSON; <see cref="IResourceClient{T}"/> sends no others.</summary>
public static class Patch
{
    /// <summary>A JSON merge patch (RFC 7386).</summary>
    /// <param name="body">Fields to set; null removes a field.</param>
    public static V1Patch Merge(JsonObject body) => new(body, V1Patch.PatchType.MergePatch);

    /// <summary>A JSON patch (RFC 6902).</summary>
    /// <param name="operations">The operations, in order.</param>
    public static V1Patch Json(JsonArray operations) => new(operations, V1Patch.PatchType.JsonPatch);

    /// <summary>A server-side apply patch.</summary>
    /// <param name="body">The fields the manager wants to own.</param>
    public static V1Patch Apply(JsonObject body) => new(body, V1Patch.PatchType.ApplyPatch);
}
