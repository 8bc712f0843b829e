using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>One rule of a role: what it allows. "*" stands for everything of its kind.</summary>
internal sealed record PolicyRule
{
    private const string Any = "*";

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Resources; subresources follow a slash.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Names of objects; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Paths that are not about resources; a star at the end stands for anything.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    public bool Allows(AccessRequest request) => Has(Verbs, request.Verb) && (request.Path is { } path
        ? AllowsPath(path)
        : Has(Groups, request.Group) && AllowsResource(request.Resource, request.Subresource) && (Names.Count == 0 || Names.Contains(request.Name)));

    public bool AllowsPath(string path) => Paths.Any(wanted =>
        wanted == Any || wanted == path || (wanted.EndsWith('*') && path.StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)));

    public bool AllowsResource(string resource, string subresource)
    {
        foreach (string wanted in Resources)
        {
            int slash = wanted.IndexOf('/', StringComparison.Ordinal);
            bool matches = wanted == Any || (slash < 0
                ? subresource.Length == 0 && wanted == resource
                : wanted.AsSpan(slash + 1).SequenceEqual(subresource) && subresource.Length > 0 && (wanted.AsSpan(0, slash) is "*" || wanted.AsSpan(0, slash).SequenceEqual(resource)));
            if (matches)
                return true;
        }

        return false;
    }

    public static bool Has(IReadOnlyList<string> wanted, string actual) => wanted.Contains(Any) || wanted.Contains(actual);

    /// <summary>Reads the rules of a role.</summary>
    public static IReadOnlyList<PolicyRule> ReadAll(JsonObject role) => [.. role.Array("rules").Objects().Select(rule => new PolicyRule
    {
        Verbs = rule["verbs"].Strings(),
        Groups = rule["apiGroups"].Strings(),
        Resources = rule["resources"].Strings(),
        Names = rule["resourceNames"].Strings(),
        Paths = rule["nonResourceURLs"].Strings(),
    })];

    /// <summary>As in the answer to what somebody may do.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["verbs"] = Verbs.ToJsonArray() };
        foreach ((string name, IReadOnlyList<string> values) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("apiGroups", Groups), ("resources", Resources), ("resourceNames", Names), ("nonResourceURLs", Paths)])
        {
            if (values.Count > 0)
                json[name] = values.ToJsonArray();
        }

        return json;
    }

    /// <summary>As the reference server shows a rule in refusals.</summary>
    public override string ToString()
    {
        string[] parts =
        [
            .. Part("APIGroups", Groups), .. Part("NonResourceURLs", Paths), .. Part("Resources", Resources), .. Part("ResourceNames", Names), .. Part("Verbs", Verbs),
        ];
        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string[] Part(string name, IReadOnlyList<string> values) =>
        values.Count == 0 ? [] : [$"{name}:[{string.Join(' ', values.Select(value => $"\"{value}\""))}]"];
}
