using System.IO.Enumeration;
using System.Text.RegularExpressions;
using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.Api.Elemental;

/// <summary>Which labels and annotations machines may bring of their own. Pure.</summary>
public static partial class OwnLabelKeys
{
    /// <summary>What <see cref="IsPattern"/> asks for, to be put after the name of the field.</summary>
    public const string PatternRule =
        "must be the key of a label in which * stands for any text, such as rack or example.com/*, and none below cluster.x-k8s.io";

    private const int LongestPattern = 317;

    // By these Kubernetes and its tools tell what is theirs.
    private static readonly string[] ReservedDomains = ["kubernetes.io", "k8s.io", "helm.sh"];

    /// <summary>Whether a key steers claims, pauses and resets (I1, I3), which no machine may do.</summary>
    /// <param name="key">The key.</param>
    public static bool IsControl(string key) => IsBelow(DomainOf(key), ClusterApiGroup.Name);

    /// <summary>Whether a key belongs to Kubernetes, to its tools or to Cluster API.</summary>
    /// <param name="key">The key.</param>
    public static bool IsReserved(string key) => IsControl(key) || ReservedDomains.Any(reserved => IsBelow(DomainOf(key), reserved));

    /// <summary>Whether a machine may bring a label.</summary>
    /// <param name="key">Key of the label.</param>
    /// <param name="patterns">The patterns of the registration.</param>
    public static bool IsAllowed(string key, IReadOnlyList<string>? patterns)
    {
        bool isReserved = IsReserved(key);
        if (patterns is null or { Count: 0 })
            return !isReserved;

        // Who writes * for a domain does not mean the ones that rule the cluster.
        return !IsControl(key) && patterns.Any(pattern =>
            FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: false)
            && (!isReserved || (pattern.Contains('/', StringComparison.Ordinal) && !DomainOf(pattern).Contains('*', StringComparison.Ordinal))));
    }

    /// <summary>Whether a text is a pattern.</summary>
    /// <param name="pattern">The text.</param>
    public static bool IsPattern(string pattern) => pattern.Length <= LongestPattern && Pattern().IsMatch(pattern) && !IsControl(pattern);

    private static string DomainOf(string key) => key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? key[..slash] : "";

    private static bool IsBelow(string domain, string other) => domain == other || domain.EndsWith("." + other, StringComparison.Ordinal);

    [GeneratedRegex(@"\A([-a-z0-9.*]+/)?[-A-Za-z0-9_.*]+\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
