using System.Buffers;
using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client.Transport;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>Decodes one event of a watch.</summary>
internal static class WatchEventDecoder
{
    /// <summary>Decodes an event.</summary>
    /// <param name="line">One line of the watch.</param>
    /// <param name="unreadable">Told of an event whose object cannot be read; null throws.</param>
    /// <returns>The event, or null where somebody was told.</returns>
    /// <exception cref="ApiException">It is an ERROR.</exception>
    /// <exception cref="JsonException">It is no event, or its object cannot be read and there is nobody to tell.</exception>
    public static WatchEvent<T>? Decode<T>(in ReadOnlySequence<byte> line, Action<WatchEventType, UnreadableObject>? unreadable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // The type decides how the object is read, so it is looked for first; servers send it first.
        WatchEventType? type = FindType(line);
        Utf8JsonReader reader = new(line, ObjectReader.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("object"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (type is not { } known)
                throw Refusals.FromWatch(JsonSerializer.Deserialize(ref reader, KindJson.Of<V1Status>()));

            Action<UnreadableObject>? tell = unreadable is null ? null : found => unreadable(known, found);
            return ObjectReader.Read<T>(line, ref reader, tell) is { } item ? new WatchEvent<T>(known, item) : null;
        }

        throw new JsonException("A watch event has no object.");
    }

    /// <summary>The type of an event; null for ERROR.</summary>
    private static WatchEventType? FindType(in ReadOnlySequence<byte> line)
    {
        Utf8JsonReader reader = new(line, ObjectReader.AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A watch event must be a JSON object.");

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                return ToType(ref reader);
            reader.Skip();
        }

        throw new JsonException("A watch event has no type.");
    }

    private static WatchEventType? ToType(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ADDED"u8) ? WatchEventType.Added
        : reader.ValueTextEquals("MODIFIED"u8) ? WatchEventType.Modified
        : reader.ValueTextEquals("DELETED"u8) ? WatchEventType.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchEventType.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? null
        : throw new JsonException($"There is no watch event of type '{reader.GetString()}'.");
}
