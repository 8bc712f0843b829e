using System.Text;
using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>Compiles patterns of RE2, the language of the reference server: linear time, $ is the very end, and classes such as \d are ASCII.</summary>
internal static class Re2Pattern
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <exception cref="FormatException">The pattern is no regular expression.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"must be a valid regular expression, but isn't: {problem.Message}", problem);
        }
    }

    private static string Translate(string pattern)
    {
        var translated = new StringBuilder(pattern.Length + 8);
        bool inClass = false, lineMode = false;
        for (int at = 0; at < pattern.Length; at++)
        {
            char letter = pattern[at];
            if (letter == '\\' && at + 1 < pattern.Length)
            {
                translated.Append(Escape(pattern[++at], inClass));
            }
            else if (inClass)
            {
                bool isNamedClass = letter == '[' && at + 1 < pattern.Length && pattern[at + 1] == ':';
                int end = isNamedClass ? pattern.IndexOf(":]", at, StringComparison.Ordinal) : -1;
                translated.Append(end > 0 ? NamedClass(pattern[(at + 2)..end]) : letter == '[' ? @"\[" : letter.ToString());
                at = end > 0 ? end + 1 : at;
                inClass = letter != ']';
                if (end > 0)
                    inClass = true;
            }
            else if (letter == '(' && string.CompareOrdinal(pattern, at, "(?P<", 0, 4) == 0)
            {
                translated.Append("(?<");
                at += 3;
            }
            else
            {
                lineMode |= letter == '(' && string.CompareOrdinal(pattern, at, "(?m", 0, 3) == 0;
                inClass = letter == '[';
                translated.Append(letter == '$' && !lineMode ? @"\z" : letter);
                if (inClass)
                    at = CopyClassStart(pattern, at, translated);
            }
        }

        return translated.ToString();
    }

    /// <summary>A bracket right after the start of a class is a member of it.</summary>
    private static int CopyClassStart(string pattern, int at, StringBuilder translated)
    {
        if (at + 1 < pattern.Length && pattern[at + 1] == '^')
        {
            translated.Append('^');
            at++;
        }

        if (at + 1 < pattern.Length && pattern[at + 1] == ']')
        {
            translated.Append(@"\]");
            at++;
        }

        return at;
    }

    private static string Escape(char letter, bool inClass) => letter switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'w' => inClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
        's' => inClass ? @"\t\n\f\r " : @"[\t\n\f\r ]",
        'D' when !inClass => "[^0-9]",
        'W' when !inClass => "[^0-9A-Za-z_]",
        'S' when !inClass => @"[^\t\n\f\r ]",
        _ => $"\\{letter}",
    };

    private static string NamedClass(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => @"\x00-\x7F",
        "blank" => @"\t ",
        "cntrl" => @"\x00-\x1F\x7F",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => @"!-/:-@\[-`{-~",
        "space" => @"\t\n\v\f\r ",
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => throw new NotSupportedException($"there is no character class [:{name}:]"),
    };
}
