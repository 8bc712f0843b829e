using System.Text;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Functions of strings.</summary>
internal static class Texts
{
    public static IEnumerable<Overload> All =>
    [
        Overload.Of("string.contains(string): bool", a => Text(a, 0).Contains(Text(a, 1), StringComparison.Ordinal)),
        Overload.Of("string.startsWith(string): bool", a => Text(a, 0).StartsWith(Text(a, 1), StringComparison.Ordinal)),
        Overload.Of("string.endsWith(string): bool", a => Text(a, 0).EndsWith(Text(a, 1), StringComparison.Ordinal)),
        Overload.Of("string.charAt(int): string", a => CharAt(Text(a, 0), (long)a[1]!)),
        Overload.Of("string.indexOf(string): int", a => IndexOf(Text(a, 0), Text(a, 1), 0)),
        Overload.Of("string.indexOf(string, int): int", a => IndexOf(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Overload.Of("string.lastIndexOf(string): int", a => LastIndexOf(Text(a, 0), Text(a, 1), TextIndex.Length(Text(a, 0)))),
        Overload.Of("string.lastIndexOf(string, int): int", a => LastIndexOf(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Overload.Of("list<string>.join(): string", a => Join(a[0], string.Empty)),
        Overload.Of("list<string>.join(string): string", a => Join(a[0], Text(a, 1))),
        Overload.Of("string.lowerAscii(): string", a => Lower(Text(a, 0))),
        Overload.Of("string.upperAscii(): string", a => Upper(Text(a, 0))),
        Overload.Of("string.replace(string, string): string", a => Replace(Text(a, 0), Text(a, 1), Text(a, 2), -1)),
        Overload.Of("string.replace(string, string, int): string", a => Replace(Text(a, 0), Text(a, 1), Text(a, 2), (long)a[3]!)),
        Overload.Of("string.split(string): list<string>", a => Split(Text(a, 0), Text(a, 1), -1)),
        Overload.Of("string.split(string, int): list<string>", a => Split(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Overload.Of("string.substring(int): string", a => Substring(Text(a, 0), (long)a[1]!, TextIndex.Length(Text(a, 0)))),
        Overload.Of("string.substring(int, int): string", a => Substring(Text(a, 0), (long)a[1]!, (long)a[2]!)),
        Overload.Of("string.trim(): string", a => Text(a, 0).Trim()),
        Overload.Of("string.format(list<dyn>): string", a => TextFormat.Format(Text(a, 0), (IReadOnlyList<object?>)a[1]!)),
        Overload.Of("::strings.quote(string): string", a => TextFormat.Quote(Text(a, 0))),
    ];

    private static string Text(object?[] arguments, int index) => (string)arguments[index]!;

    private static string CharAt(string text, long position)
    {
        int at = Position(text, position);
        return at == text.Length ? string.Empty : text.Substring(at, char.IsSurrogatePair(text, at) ? 2 : 1);
    }

    private static long IndexOf(string text, string wanted, long from)
    {
        int start = Position(text, from);
        int at = text.IndexOf(wanted, start, StringComparison.Ordinal);
        return at < 0 ? -1L : TextIndex.CodePoints(text.AsSpan(0, at));
    }

    private static long LastIndexOf(string text, string wanted, long from)
    {
        int last = Math.Min(Position(text, from) + wanted.Length, text.Length);
        int at = text.AsSpan(0, last).LastIndexOf(wanted, StringComparison.Ordinal);
        return at < 0 ? -1L : TextIndex.CodePoints(text.AsSpan(0, at));
    }

    private static string Join(object? list, string separator) =>
        string.Join(separator, ((IReadOnlyList<object?>)list!).Select(item => item as string ?? throw CelException.NoSuchOverload("join")));

    private static string Lower(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));

    private static string Upper(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterLower(letter) ? char.ToUpperInvariant(letter) : letter));

    private static string Replace(string text, string old, string replacement, long most)
    {
        var result = new StringBuilder();
        int at = 0;
        for (long count = 0; most < 0 || count < most; count++)
        {
            // An empty text is found before every character and at the end.
            int found = old.Length > 0 ? text.IndexOf(old, at, StringComparison.Ordinal) : count == 0 ? 0 : at < text.Length ? at + (char.IsSurrogatePair(text, at) ? 2 : 1) : -1;
            if (found < 0)
                break;
            result.Append(text, at, found - at).Append(replacement);
            at = found + old.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static object?[] Split(string text, string separator, long most)
    {
        if (most == 0)
            return [];
        int count = most < 0 ? int.MaxValue : (int)Math.Min(most, int.MaxValue);
        if (separator.Length > 0)
            return text.Split(separator, count);
        string[] letters = [.. text.EnumerateRunes().Select(rune => rune.ToString())];
        return letters.Length <= count ? letters : [.. letters[..(count - 1)], string.Concat(letters[(count - 1)..])];
    }

    private static string Substring(string text, long start, long end)
    {
        if (start > end)
            throw new CelException($"invalid substring range. start: {start}, end: {end}");
        int from = Position(text, start);
        return text[from..Position(text, end)];
    }

    private static int Position(string text, long position) => position >= 0 ? TextIndex.ToUnits(text, position) : throw new CelException($"index out of range: {position}");
}
