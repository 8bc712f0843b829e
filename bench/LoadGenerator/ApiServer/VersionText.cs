using System.Buffers;
using System.Buffers.Text;

namespace ElementalProvider.LoadGenerator.ApiServer;

/// <summary>Finds the resource version of an object without decoding it.</summary>
internal static class VersionText
{
    /// <summary>Far more than comes before the version in the objects of a run.</summary>
    private const int SearchedBytes = 1024;

    private static ReadOnlySpan<byte> Name => "\"resourceVersion\":\""u8;

    /// <summary>The first resource version in a text, or null where there is none.</summary>
    public static long? Find(ReadOnlySpan<byte> json)
    {
        int at = json.IndexOf(Name);
        return at >= 0 && Utf8Parser.TryParse(json[(at + Name.Length)..], out long version, out _) ? version : null;
    }

    /// <summary>The same in a line that may lie in several pieces.</summary>
    public static long? Find(in ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
            return Find(line.FirstSpan);

        Span<byte> head = stackalloc byte[SearchedBytes];
        ReadOnlySequence<byte> searched = line.Slice(0, Math.Min(line.Length, SearchedBytes));
        searched.CopyTo(head);
        return Find(head[..(int)searched.Length]);
    }
}
