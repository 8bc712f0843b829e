using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ElementalProvider.ControllerRuntime.Client.Serialization;

/// <summary>Reads the events of a watch: one JSON document a line, parsed once, straight from its UTF-8.</summary>
internal static class WatchReader
{
    /// <summary>etcd holds no object beyond 1.5 MB; a longer line is no event, and must not fill the memory.</summary>
    private const int LongestEvent = 16 << 20;

    public static async IAsyncEnumerable<WatchEvent<T>> ReadAsync<T>(
        Stream body, Action<WatchEventType, UnreadableObject>? unreadable, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        PipeReader pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true));
        try
        {
            while (true)
            {
                ReadResult result = await ReadAsync(pipe, cancellationToken);
                ReadOnlySequence<byte> rest = result.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    ReadOnlySequence<byte> line = rest.Slice(0, end);
                    rest = rest.Slice(rest.GetPosition(1, end));
                    if (!line.IsEmpty && WatchEventDecoder.Decode<T>(line, unreadable) is { } change)
                        yield return change;
                }

                if (result.IsCompleted)
                {
                    if (!rest.IsEmpty)
                        throw new HttpRequestException("The watch was cut off in the middle of an event.");
                    yield break;
                }

                if (rest.Length > LongestEvent)
                    throw new HttpRequestException($"The watch sent an event of more than {LongestEvent} bytes.");
                pipe.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        try
        {
            return await pipe.ReadAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException("The watch was cut off.", exception);
        }
    }
}
