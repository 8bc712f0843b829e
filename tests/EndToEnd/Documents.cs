namespace ElementalProvider.EndToEnd;

/// <summary>Reads what the documentation tells people to type.</summary>
internal static class Documents
{
    /// <summary>The indented lines of a section, in order.</summary>
    /// <param name="document">Path within the repository.</param>
    /// <param name="section">Its heading.</param>
    public static IReadOnlyList<string> Commands(string document, string section)
    {
        const string Indent = "    ";
        return
        [
            .. File.ReadLines(Path.Combine(Executables.Repository, document))
                .SkipWhile(line => line != $"## {section}")
                .Skip(1)
                .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith(Indent, StringComparison.Ordinal))
                .Select(line => line.Trim()),
        ];
    }
}
