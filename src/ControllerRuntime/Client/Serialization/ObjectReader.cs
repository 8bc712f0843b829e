using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>Reads one object where the reader stands, and says which one it was if it cannot be read.</summary>
internal static class ObjectReader
{
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Utf8JsonReader start = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, KindOf<T>.Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new JsonException($"{KindOf<T>.Type.Kind} {NameOf(ref start)} cannot be read: {exception.Message}", exception);
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        JsonObject? metadata = (JsonNode.Parse(ref reader) as JsonObject)?["metadata"] as JsonObject;
        return $"{metadata?["namespace"]}/{metadata?["name"]}";
    }
}
