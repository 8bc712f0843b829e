using System.Buffers;
using System.Text;

namespace Grpc.Core.Internal;

/// <summary>The encoding of <c>grpc-message</c>: UTF-8 where every byte outside printable ASCII, and the percent sign, is <c>%XX</c>.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Unescaped = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Unescaped))
        {
            return text;
        }

        StringBuilder encoded = new(text.Length + 16);
        foreach (byte unit in Encoding.UTF8.GetBytes(text))
        {
            if (Unescaped.Contains((char)unit))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append('%').Append(unit.ToString("X2"));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes leniently, as the protocol asks: what is no valid escape stays as it is.</summary>
    public static string Decode(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;
}
