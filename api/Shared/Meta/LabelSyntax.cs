using System.Text.RegularExpressions;

namespace ElementalProvider.Api.Meta;

/// <summary>What the API accepts as keys and values of labels, and as keys of annotations.</summary>
public static partial class LabelSyntax
{
    /// <summary>What <see cref="IsKey"/> asks for, to be put after the name of the field.</summary>
    public const string KeyRule =
        "must be a name of at most 63 letters, digits, '-', '_' or '.' that begins and ends with a letter or digit, "
        + "with a DNS name and '/' in front of it or without";

    /// <summary>What <see cref="IsValue"/> asks for, to be put after the name of the field.</summary>
    public const string ValueRule =
        "must be empty, or at most 63 letters, digits, '-', '_' or '.' that begin and end with a letter or digit";

    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    /// <summary>Whether it may be a key, such as <c>rack</c> or <c>example.com/rack</c>.</summary>
    /// <param name="key">The key.</param>
    public static bool IsKey(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return IsName(key[(slash + 1)..]) && (slash < 0 || IsPrefix(key[..slash]));
    }

    /// <summary>Whether it may be the value of a label.</summary>
    /// <param name="value">The value.</param>
    public static bool IsValue(string value) => value.Length == 0 || IsName(value);

    private static bool IsName(string name) => name.Length <= LongestName && NamePattern().IsMatch(name);

    private static bool IsPrefix(string prefix) => prefix.Length <= LongestPrefix && PrefixPattern().IsMatch(prefix);

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PrefixPattern();
}
