using System.Buffers;
using System.Text.Json;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>
/// Reads one object where a reader stands. The reader only has to find its end, which it can in any JSON; what the object holds is read by itself,
/// so one that cannot be read costs itself alone.
/// </summary>
internal static class ObjectReader
{
    /// <summary>For readers that find the ends of objects: whatever the server stored, it must not hide what stands behind it.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Reads an object and moves the reader to its end.</summary>
    /// <param name="document">What the reader reads.</param>
    /// <param name="reader">Stands at the beginning of the object.</param>
    /// <param name="unreadable">Told of an object that cannot be read; null throws.</param>
    /// <returns>The object, or null where somebody was told.</returns>
    /// <exception cref="JsonException">The object cannot be read, and there is nobody to tell.</exception>
    public static T? Read<T>(in ReadOnlySequence<byte> document, ref Utf8JsonReader reader, Action<UnreadableObject>? unreadable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        long start = reader.TokenStartIndex;
        reader.Skip();
        ReadOnlySequence<byte> json = document.Slice(start, reader.BytesConsumed - start);
        if (json.IsSingleSegment)
            return Read<T>(json.FirstSpan, unreadable);

        byte[] whole = ArrayPool<byte>.Shared.Rent((int)json.Length);
        try
        {
            json.CopyTo(whole);
            return Read<T>(whole.AsSpan(0, (int)json.Length), unreadable);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static T? Read<T>(ReadOnlySpan<byte> json, Action<UnreadableObject>? unreadable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return JsonSerializer.Deserialize(json, KindOf<T>.Json) ?? throw new JsonException("It is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            UnreadableObject found = Describe(json, exception.Message);
            if (unreadable is null)
                throw new JsonException($"{KindOf<T>.Type.Kind} {found.Key.Namespace}/{found.Key.Name} cannot be read: {found.Cause}", exception);

            unreadable(found);
            return null;
        }
    }

    private static UnreadableObject Describe(ReadOnlySpan<byte> json, string cause)
    {
        (string? space, string? name, string? uid, string? version) = (null, null, null, null);
        Utf8JsonReader reader = new(json, AnyDepth);
        if (reader.Read() && MoveInto(ref reader, "metadata"u8))
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("namespace"u8))
                    space = Text(ref reader);
                else if (reader.ValueTextEquals("name"u8))
                    name = Text(ref reader);
                else if (reader.ValueTextEquals("uid"u8))
                    uid = Text(ref reader);
                else if (reader.ValueTextEquals("resourceVersion"u8))
                    version = Text(ref reader);
                else
                    reader.Skip();
            }
        }

        return new UnreadableObject(new ObjectKey(space ?? "", name ?? ""), uid, version, cause);
    }

    /// <summary>Moves into the object of a property, where there is one.</summary>
    private static bool MoveInto(ref Utf8JsonReader reader, ReadOnlySpan<byte> property)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = reader.ValueTextEquals(property);
            reader.Read();
            if (isIt)
                return reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
        }

        return false;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();

        reader.Skip();
        return null;
    }
}
