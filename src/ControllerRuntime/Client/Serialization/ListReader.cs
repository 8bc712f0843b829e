using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>Reads a page of a list straight from its UTF-8, item by item, with no document in between.</summary>
internal static class ListReader
{
    public static async ValueTask<KubernetesList<T>> ReadAsync<T>(
        Stream body, Action<UnreadableObject>? unreadable, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        PipeReader pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            ReadResult result;
            while (!(result = await pipe.ReadAsync(cancellationToken)).IsCompleted)
                pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);

            return Read<T>(result.Buffer, unreadable);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static KubernetesList<T> Read<T>(in ReadOnlySequence<byte> page, Action<UnreadableObject>? unreadable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        List<T> items = [];
        V1ListMeta? meta = null;
        Utf8JsonReader reader = new(page, ObjectReader.AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                ReadItems(page, ref reader, items, unreadable);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                meta = JsonSerializer.Deserialize(ref reader, KindJson.Of<V1ListMeta>());
            }
            else
            {
                reader.Skip();
            }
        }

        meta ??= new V1ListMeta();

        // Go writes what is not there as an empty text.
        if (meta.ContinueProperty is "")
            meta.ContinueProperty = null;
        return new KubernetesList<T>(items, metadata: meta);
    }

    private static void ReadItems<T>(
        in ReadOnlySequence<byte> page, ref Utf8JsonReader reader, List<T> items, Action<UnreadableObject>? unreadable)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        // Go writes an empty list as null.
        if (reader.TokenType == JsonTokenType.Null)
            return;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ObjectReader.Read<T>(page, ref reader, unreadable) is { } item)
                items.Add(item);
        }
    }
}
