using System.Globalization;
using System.Text;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Syntax;

/// <summary>Reads the string and bytes literals: plain, raw, and either in three quotes.</summary>
internal static class StringLiteral
{
    /// <summary>Length of the letters in front of the quote, or null where no such literal begins.</summary>
    public static int? PrefixLength(string source, int at)
    {
        int length = 0;
        while (length < 2 && at + length < source.Length && source[at + length] is 'b' or 'B' or 'r' or 'R')
            length++;
        return at + length < source.Length && source[at + length] is '"' or '\'' ? length : null;
    }

    /// <returns>A string or a byte[].</returns>
    /// <exception cref="CelCompileException">It does not end, or has an unknown escape.</exception>
    public static object Read(string source, int start, int prefix, out int end)
    {
        string letters = source.Substring(start, prefix).ToLowerInvariant();
        bool isRaw = letters.Contains('r', StringComparison.Ordinal), isBytes = letters.Contains('b', StringComparison.Ordinal);
        int at = start + prefix;
        string quote = source[at].ToString();
        string triple = string.Concat(quote, quote, quote);
        bool isLong = string.CompareOrdinal(source, at, triple, 0, 3) == 0;
        string terminator = isLong ? triple : quote;
        at += terminator.Length;

        var bytes = new List<byte>();
        while (true)
        {
            if (at >= source.Length || (!isLong && source[at] is '\n' or '\r'))
                throw new CelCompileException($"Syntax error: token recognition error at: '{source[start..at]}'", start);
            if (string.CompareOrdinal(source, at, terminator, 0, terminator.Length) == 0)
                break;
            if (source[at] == '\\' && !isRaw)
            {
                at = Escape(source, at, isBytes, bytes);
                continue;
            }

            int length = source[at] == '\\' && at + 1 < source.Length ? 2 : char.IsSurrogatePair(source, at) ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(source, at, length));
            at += length;
        }

        end = at + terminator.Length;
        return isBytes ? bytes.ToArray() : Encoding.UTF8.GetString([.. bytes]);
    }

    /// <returns>Where the text goes on.</returns>
    private static int Escape(string source, int at, bool isBytes, List<byte> bytes)
    {
        char letter = at + 1 < source.Length ? source[at + 1] : '\0';
        (int digits, int radix) = letter switch
        {
            'x' or 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            >= '0' and <= '3' => (3, 8),
            _ => (0, 0),
        };
        if (digits == 0)
        {
            bytes.Add(Simple(letter) ?? throw Unknown());
            return at + 2;
        }

        int from = radix == 8 ? at + 1 : at + 2;
        if (from + digits > source.Length || Number(source.AsSpan(from, digits), radix) is not { } value)
            throw Unknown();
        if (isBytes)
        {
            if (letter is 'u' or 'U')
                throw Unknown();
            bytes.Add((byte)value);
        }
        else
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(Rune.IsValid(value) ? new Rune(value).ToString() : throw Unknown()));
        }

        return from + digits;

        CelCompileException Unknown() => new("Syntax error: unable to unescape string", at);
    }

    private static byte? Simple(char letter) => letter switch
    {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' or '?' or '"' or '\'' or '`' => (byte)letter,
        _ => null,
    };

    private static int? Number(ReadOnlySpan<char> digits, int radix)
    {
        if (radix == 16)
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int hex) ? hex : null;
        int value = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7')
                return null;
            value = (value * 8) + (digit - '0');
        }

        return value;
    }
}
