using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>Writes request bodies.</summary>
internal static class JsonBodies
{
    public static byte[] Write(JsonNode body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
            body.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
