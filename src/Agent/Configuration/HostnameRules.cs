namespace ElementalProvider.Agent.Configuration;

/// <summary>What may become the name of a host: it is the name of a Kubernetes object and of a machine at once.</summary>
internal static class HostnameRules
{
    /// <summary>Longest name: one DNS label, which is also what Linux accepts.</summary>
    public const int LongestName = 63;

    /// <summary>Longest prefix that leaves room for a UUID.</summary>
    public const int LongestPrefix = LongestName - 36;

    public static bool IsPrefix(string prefix) =>
        prefix.Length == 0 || (prefix.Length <= LongestPrefix && char.IsAsciiLetterOrDigit(prefix[0]) && prefix.All(IsAllowed));

    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(IsAllowed)
        && name.Split('.').All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-');

    private static bool IsAllowed(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.';
}
