using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Functions that take a regular expression.</summary>
internal static class Patterns
{
    public static IEnumerable<Overload> All =>
    [
        Overload.Of("matches(string, string): bool", Matches),
        Overload.Of("string.matches(string): bool", Matches),
        Overload.Of("string.find(string): string", (a, patterns) => patterns.Get((string)a[1]!).Match((string)a[0]!).Value),
        Overload.Of("string.findAll(string): list<string>", (a, patterns) => FindAll(patterns.Get((string)a[1]!), (string)a[0]!, -1)),
        Overload.Of("string.findAll(string, int): list<string>", (a, patterns) => FindAll(patterns.Get((string)a[1]!), (string)a[0]!, (long)a[2]!)),
    ];

    private static object Matches(object?[] arguments, PatternCache patterns) => patterns.Get((string)arguments[1]!).IsMatch((string)arguments[0]!);

    private static object?[] FindAll(Regex pattern, string text, long most)
    {
        IEnumerable<string> found = pattern.Matches(text).Select(match => match.Value);
        return [.. most < 0 ? found : found.Take((int)Math.Min(most, int.MaxValue))];
    }
}
