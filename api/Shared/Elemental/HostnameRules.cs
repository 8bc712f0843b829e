namespace ElementalProvider.Api.Elemental;

/// <summary>What may become the name of a host: it is the name of a Kubernetes object and of a machine at once.</summary>
public static class HostnameRules
{
    /// <summary>Longest name: one DNS label, which is also what Linux accepts.</summary>
    public const int LongestName = 63;

    /// <summary>Longest prefix that leaves room for a UUID.</summary>
    public const int LongestPrefix = LongestName - 36;

    /// <summary>What <see cref="IsPrefix"/> asks for, to be put after the name of the field.</summary>
    public static string PrefixRule { get; } =
        $"must be at most {LongestPrefix} lower-case letters, digits, '-' or '.', and begin with a letter or digit";

    /// <summary>Whether names of hosts may begin with it; an empty prefix may always be.</summary>
    /// <param name="prefix">The prefix.</param>
    public static bool IsPrefix(string prefix) =>
        prefix.Length == 0 || (prefix.Length <= LongestPrefix && char.IsAsciiLetterOrDigit(prefix[0]) && prefix.All(IsAllowed));

    /// <summary>Whether a host may have this name.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(IsAllowed)
        && name.Split('.').All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-');

    private static bool IsAllowed(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.';
}
