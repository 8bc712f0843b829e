using System.Text.RegularExpressions;

namespace ElementalProvider.AgentGateway;

/// <summary>Which names the Kubernetes API accepts (RFC 1123), checked before they become part of a request.</summary>
internal static partial class ResourceNames
{
    private const int MaxLabelLength = 63;
    private const int MaxSubdomainLength = 253;

    /// <summary>Whether it may be the name of a namespace.</summary>
    /// <param name="name">The name.</param>
    public static bool IsLabel(string name) => name.Length is > 0 and <= MaxLabelLength && LabelPattern().IsMatch(name);

    /// <summary>Whether it may be the name of an object: labels separated by dots, each at most 63 characters long.</summary>
    /// <param name="name">The name.</param>
    public static bool IsSubdomain(string name) => name.Length is > 0 and <= MaxSubdomainLength && name.Split('.').All(IsLabel);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LabelPattern();
}
