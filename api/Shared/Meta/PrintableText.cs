using System.Globalization;
using System.Text;

namespace ElementalProvider.Api.Meta;

/// <summary>What somebody else has written, as it may stand in a log, in a status or on a terminal: one line, and nothing in it that steers any of them.</summary>
public static class PrintableText
{
    /// <summary>The text with everything escaped that is not shown as a letter: line breaks and other controls, marks that turn the direction of a line.</summary>
    /// <param name="text">Any text; the halves of broken pairs in it become the sign for that.</param>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;

        StringBuilder printable = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Steers(rune))
                printable.Append(Escaped(rune));
            else
                printable.Append(rune.ToString());
        }

        return printable.ToString();
    }

    /// <summary>The beginning of a text, without half a letter at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Length at most.</param>
    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escaped(Rune rune) => rune.Value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => string.Create(CultureInfo.InvariantCulture, $@"\u{rune.Value:x4}"),
    };
}
