using System.Text.RegularExpressions;

namespace ElementalProvider.DocumentCheck;

/// <summary>
/// Compares what a document shows with what was seen. Widths of columns do not matter; <c>…</c> stands for any words of a line, and a line
/// that is only <c>…</c> for any lines.
/// </summary>
internal static partial class ExpectedOutput
{
    private const string Anything = "…";

    /// <summary>Whether the document tells the truth.</summary>
    /// <param name="expected">The lines of the document; none means that the document does not say.</param>
    /// <param name="seen">The lines that were printed.</param>
    public static bool Matches(IReadOnlyList<string> expected, IReadOnlyList<string> seen) =>
        expected.Count == 0 || MatchesFrom([.. expected.Select(Normalize)], 0, [.. seen.Select(Normalize)], 0);

    private static bool MatchesFrom(string[] expected, int at, string[] seen, int from)
    {
        if (at == expected.Length)
            return from == seen.Length;
        if (expected[at] == Anything)
            return Enumerable.Range(from, seen.Length - from + 1).Any(next => MatchesFrom(expected, at + 1, seen, next));
        return from < seen.Length && MatchesLine(expected[at], seen[from]) && MatchesFrom(expected, at + 1, seen, from + 1);
    }

    private static bool MatchesLine(string expected, string seen) =>
        Regex.IsMatch(seen, $"^{string.Join(".*", expected.Split(Anything).Select(Regex.Escape))}$", RegexOptions.NonBacktracking);

    private static string Normalize(string line) => Spaces().Replace(line.Trim(), " ");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
