using System.Text;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Positions in a text count code points in expressions, but UTF-16 units in .NET.</summary>
internal static class TextIndex
{
    public static long Length(string text) => CodePoints(text.AsSpan());

    public static long CodePoints(ReadOnlySpan<char> text)
    {
        long count = 0;
        foreach (Rune _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <exception cref="CelException">The text has no such position.</exception>
    public static int ToUnits(string text, long position)
    {
        int at = 0;
        long left = position;
        for (; left > 0 && at < text.Length; left--)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return left == 0 ? at : throw new CelException($"index out of range: {position}");
    }
}
