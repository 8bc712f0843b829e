namespace Grpc.Core.Internal;

/// <summary>The value of a <c>-bin</c> header: base64, with or without padding; several values may be joined by commas.</summary>
internal static class BinaryHeader
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] value)
    {
        ReadOnlySpan<char> digits = text.Trim().TrimEnd('=');
        string padded = digits.ToString().PadRight((digits.Length + 3) / 4 * 4, '=');
        byte[] buffer = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, buffer, out int written))
        {
            value = [];
            return false;
        }

        value = buffer[..written];
        return true;
    }
}
