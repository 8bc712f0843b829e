using System.Text.RegularExpressions;

namespace ElementalProvider.Conformance.Kubectl;

/// <summary>Takes out of kubectl's output what differs between runs, and the texts of server errors but not their reasons.</summary>
internal static class KubectlOutput
{
    private static readonly (Regex Pattern, string Replacement)[] Rules =
    [
        Rule(@"/tmp/(LIVE|MERGED)-[0-9]+", "$1"),
        Rule(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?Z", "TIME"),
        Rule(@"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}(\.[0-9]+)?( [-+][0-9]{4}( [A-Z]+)?)?", "TIME"),
        Rule("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
        Rule("([rR]esource ?[vV]ersion\"?: *)\"?[0-9]+\"?", "$1RV"),
        Rule(@"(^|[ (])([0-9]+[smh])+($|[ )])", "$1AGE$3"),
        Rule("<invalid>", "AGE"),
        Rule("^(error: Apply failed with [0-9]+ conflicts?).*", "$1"),
        Rule("^(error: .* is not supported by [^:]*):.*", "$1"),
        Rule(@"^((error: )?Error from server \([A-Za-z]+\)).*", "$1"),
        Rule("^(The [A-Za-z]+ \"[^\"]*\" is invalid).*", "$1"),
        Rule("([^ ]) {2,}", "$1  "),
        Rule(" +$", string.Empty),
    ];

    /// <summary>One run's output as any run's.</summary>
    /// <param name="output">What kubectl wrote.</param>
    /// <param name="id">Text that names of the run have in common.</param>
    /// <param name="folder">Folder of the files that commands name.</param>
    public static IReadOnlyList<string> Normalize(string output, string id, string folder) => output.Length == 0 ? [] : [.. output
        .Replace(id, "ID", StringComparison.Ordinal)
        .Replace($"{folder}/", string.Empty, StringComparison.Ordinal)
        .Split('\n')
        .SkipLast(output.EndsWith('\n') ? 1 : 0)
        .Where(line => !line.StartsWith("* spec", StringComparison.Ordinal))
        .Select(line => Rules.Aggregate(line, (text, rule) => rule.Pattern.Replace(text, rule.Replacement)))];

    private static (Regex, string) Rule(string pattern, string replacement) => (new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), replacement);
}
