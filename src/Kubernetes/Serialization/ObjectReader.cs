using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>Reads one object where the reader stands, and says which one it was if it cannot be read.</summary>
internal static class ObjectReader
{
    public static T Read<T>(ref Utf8JsonReader reader)
        where T : class, IKubernetesObject<T>
    {
        Utf8JsonReader start = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, T.JsonTypeInfo) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new JsonException($"{T.ResourceType.Kind} {NameOf(ref start)} cannot be read: {exception.Message}", exception);
        }
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        JsonObject? metadata = (JsonNode.Parse(ref reader) as JsonObject)?["metadata"] as JsonObject;
        return $"{metadata?["namespace"]}/{metadata?["name"]}";
    }
}
