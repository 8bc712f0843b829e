namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>The parts of a path under /api/v1 or /apis/{group}/{version}.</summary>
internal sealed record ApiPath
{
    public required string Group { get; init; }

    public required string Version { get; init; }

    /// <summary>Namespace, or null for none and for all.</summary>
    public string? Namespace { get; init; }

    public string Resource { get; init; } = string.Empty;

    public string Name { get; init; } = string.Empty;

    public string Subresource { get; init; } = string.Empty;

    /// <summary>Whether it is one of the old /watch/ paths.</summary>
    public bool IsWatch { get; init; }

    /// <summary>Parses the decoded segments of a path.</summary>
    /// <returns>Null where they do not name a resource.</returns>
    public static ApiPath? Parse(IReadOnlyList<string> segments)
    {
        (string Group, string Version, int Skip)? root = segments switch
        {
            ["api", var version, _, ..] => (string.Empty, version, 2),
            ["apis", var group, var version, _, ..] => (group, version, 3),
            _ => null,
        };
        if (root is not { } found)
            return null;

        string[] rest = [.. segments.Skip(found.Skip)];
        bool isWatch = rest.Length > 1 && rest[0] == "watch";
        if (isWatch)
            rest = rest[1..];
        // Namespaces are themselves objects: /namespaces/a, /namespaces/a/status and /namespaces/a/finalize are about a namespace, all else is in it.
        bool isInNamespace = rest is ["namespaces", _, not ("status" or "finalize"), ..];
        string? namespaceName = isInNamespace ? rest[1] : null;
        if (isInNamespace)
            rest = rest[2..];
        return rest.Length > 3 ? null : new ApiPath
        {
            Group = found.Group,
            Version = found.Version,
            Namespace = namespaceName,
            Resource = rest[0],
            Name = rest.ElementAtOrDefault(1) ?? string.Empty,
            Subresource = rest.ElementAtOrDefault(2) ?? string.Empty,
            IsWatch = isWatch,
        };
    }
}
