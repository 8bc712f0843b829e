using System.Text.Json.Nodes;

namespace ElementalProvider.ControllerRuntime;

/// <summary>The smallest JSON merge patch (RFC 7386) from one document to another.</summary>
public static class LeastPatch
{
    /// <summary>
    /// What must be sent to turn <paramref name="before"/> into <paramref name="after"/>: maps key by key, lists and values whole, null for
    /// what is gone. A null in <paramref name="after"/> means the same as the key not being there, as merge patches cannot say otherwise.
    /// </summary>
    /// <param name="before">The document as the server has it.</param>
    /// <param name="after">The document as it should be.</param>
    /// <returns>The patch; empty when there is nothing to change.</returns>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        JsonObject patch = [];
        foreach ((string key, JsonNode? wanted) in after)
        {
            if (wanted is null)
                continue;

            JsonNode? known = before[key];
            if (known is JsonObject knownMap && wanted is JsonObject wantedMap)
            {
                JsonObject nested = Between(knownMap, wantedMap);
                if (nested.Count > 0)
                    patch[key] = nested;
            }
            else if (!JsonNode.DeepEquals(known, wanted))
            {
                patch[key] = WithoutNulls(wanted);
            }
        }

        foreach ((string key, JsonNode? known) in before)
        {
            if (known is not null && after[key] is null)
                patch[key] = null;
        }

        return patch;
    }

    /// <summary>A copy in which no map has a null: in a merge patch it would delete instead of set. Nulls that are items of a list stay.</summary>
    private static JsonNode WithoutNulls(JsonNode node) => node is JsonObject map
        ? new JsonObject(map.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)WithoutNulls(entry.Value!))))
        : node.DeepClone();
}
