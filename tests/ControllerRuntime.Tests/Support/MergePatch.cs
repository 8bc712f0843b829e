using System.Text.Json.Nodes;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>RFC 7386 as the RFC writes it, independent of the code under test.</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach ((string key, JsonNode? value) in patch)
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject nested)
                target[key] = Apply(target[key] is JsonObject known ? (JsonObject)known.DeepClone() : [], nested);
            else
                target[key] = value.DeepClone();
        }

        return target;
    }
}
