using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>The syntax of names, label keys and label values. Each rule returns what is wrong, in the words of the reference server.</summary>
internal static partial class NameRules
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string Dns1035 = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
    private const string NamePart = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const string Value = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private const string ConfigKeyText = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    /// <summary>Names of most objects.</summary>
    public static IReadOnlyList<string> DnsSubdomain(string name) =>
        [.. TooLong(name, 253), .. SubdomainPattern().IsMatch(name) ? [] : new[] { Subdomain }];

    /// <summary>Names of namespaces.</summary>
    public static IReadOnlyList<string> DnsLabel(string name) =>
        [.. TooLong(name, 63), .. LabelPattern().IsMatch(name) ? [] : new[] { Label }];

    /// <summary>The beginning of a generated name, as a name: something will follow its dash.</summary>
    public static string WithoutTrailingDash(string prefix) => prefix.Length > 1 && prefix.EndsWith('-') ? $"{prefix[..^2]}a" : prefix;

    /// <summary>Labels as RFC 1035 has them: they begin with a letter.</summary>
    public static IReadOnlyList<string> Dns1035Label(string name) =>
        [.. TooLong(name, 63), .. Dns1035Pattern().IsMatch(name) ? [] : new[] { Dns1035 }];

    /// <summary>Names that only have to fit into a path.</summary>
    public static IReadOnlyList<string> PathSegment(string name) => name is "." or ".."
        ? [$"may not be '{name}'"]
        : [.. name.Contains('/', StringComparison.Ordinal) ? ["may not contain '/'"] : Array.Empty<string>(), .. name.Contains('%', StringComparison.Ordinal) ? ["may not contain '%'"] : Array.Empty<string>()];

    /// <summary>Keys of labels and annotations, and finalizers: an optional DNS prefix and a name.</summary>
    public static IReadOnlyList<string> LabelKey(string key)
    {
        string[] parts = key.Split('/');
        if (parts.Length > 2)
            return [$"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];

        var problems = new List<string>();
        if (parts.Length == 2)
            problems.AddRange(parts[0].Length == 0 ? ["prefix part must be non-empty"] : DnsSubdomain(parts[0]).Select(problem => $"prefix part {problem}"));
        string name = parts[^1];
        if (name.Length == 0)
            problems.Add("name part must be non-empty");
        else if (name.Length > 63)
            problems.Add("name part must be no more than 63 characters");
        if (!NamePartPattern().IsMatch(name))
            problems.Add(NamePart);
        return problems;
    }

    public static IReadOnlyList<string> LabelValue(string value) =>
        [.. TooLong(value, 63), .. value.Length == 0 || NamePartPattern().IsMatch(value) ? [] : new[] { Value }];

    /// <summary>Keys of config maps and secrets.</summary>
    public static IReadOnlyList<string> ConfigKey(string key)
    {
        if (key.Length > 253)
            return ["must be no more than 253 characters"];
        if (!ConfigKeyPattern().IsMatch(key))
            return [ConfigKeyText];
        return key == "." || key.StartsWith("..", StringComparison.Ordinal) ? ["must not start with '..'"] : [];
    }

    private static string[] TooLong(string text, int maximum) => text.Length > maximum ? [$"must be no more than {maximum} characters"] : [];

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dns1035Pattern();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePartPattern();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConfigKeyPattern();
}
