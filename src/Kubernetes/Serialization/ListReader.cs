using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>Reads a page of a list straight from its UTF-8, item by item, with no document in between.</summary>
internal static class ListReader
{
    public static async ValueTask<ResourceList<T>> ReadAsync<T>(Stream body, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<T>
    {
        PipeReader pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            ReadResult result;
            while (!(result = await pipe.ReadAsync(cancellationToken)).IsCompleted)
                pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);

            return Read<T>(result.Buffer);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static ResourceList<T> Read<T>(in ReadOnlySequence<byte> page)
        where T : class, IKubernetesObject<T>
    {
        List<T> items = [];
        ListMeta? meta = null;
        Utf8JsonReader reader = new(page);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                ReadItems(ref reader, items);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                meta = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.ListMeta);
            }
            else
            {
                reader.Skip();
            }
        }

        return new ResourceList<T>
        {
            Items = items,
            ResourceVersion = meta?.ResourceVersion,
            Continue = string.IsNullOrEmpty(meta?.Continue) ? null : meta.Continue,
            RemainingItemCount = meta?.RemainingItemCount,
        };
    }

    private static void ReadItems<T>(ref Utf8JsonReader reader, List<T> items)
        where T : class, IKubernetesObject<T>
    {
        // Go writes an empty list as null.
        if (reader.TokenType == JsonTokenType.Null)
            return;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ObjectReader.Read<T>(ref reader));
    }
}
