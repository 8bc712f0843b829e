using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Applies the patch to an object in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject members)
            {
                if (target[name] is not JsonObject child)
                    target[name] = child = [];
                Apply(child, members);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
