namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>How properties whose names are no identifiers are written in expressions.</summary>
internal static class PropertyNames
{
    private static readonly HashSet<string> Keywords = new(
        ["true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return"], StringComparer.Ordinal);

    private static readonly (string Written, string Real)[] Replacements = [("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/")];

    /// <summary>The identifier of a property, or null where expressions cannot name it.</summary>
    public static string? Escape(string property)
    {
        if (Keywords.Contains(property))
            return $"__{property}__";
        if (property.Length == 0 || char.IsAsciiDigit(property[0]) || !property.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/'))
            return null;
        // The underscores come first, so that those of the other replacements stay.
        return Replacements.Aggregate(property, (name, replacement) => name.Replace(replacement.Real, replacement.Written, StringComparison.Ordinal));
    }

    /// <summary>The property that an identifier stands for.</summary>
    public static string Unescape(string identifier)
    {
        if (!identifier.Contains("__", StringComparison.Ordinal))
            return identifier;
        if (identifier.Length > 4 && identifier.StartsWith("__", StringComparison.Ordinal) && identifier.EndsWith("__", StringComparison.Ordinal) && Keywords.Contains(identifier[2..^2]))
            return identifier[2..^2];
        return Replacements.Reverse().Aggregate(identifier, (name, replacement) => name.Replace(replacement.Written, replacement.Real, StringComparison.Ordinal));
    }
}
