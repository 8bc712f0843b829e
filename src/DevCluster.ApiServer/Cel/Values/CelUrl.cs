namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>An absolute URL, or an absolute path on its own.</summary>
internal sealed record CelUrl
{
    public required string Text { get; init; }

    public string Scheme { get; init; } = string.Empty;

    /// <summary>Host and port as written.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>The host without port and brackets.</summary>
    public string HostName { get; init; } = string.Empty;

    public string Port { get; init; } = string.Empty;

    public string Path { get; init; } = string.Empty;

    /// <summary>Values by their decoded name.</summary>
    public required CelMap Query { get; init; }

    public static CelUrl? Parse(string text)
    {
        bool isPath = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !text.Contains("://", StringComparison.Ordinal))
            return null;
        if (!Uri.TryCreate(isPath ? $"path:{text}" : text, UriKind.Absolute, out Uri? uri))
            return null;
        string path = uri.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        string written = isPath ? text : text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        string authority = isPath ? string.Empty : written[..End(written)];
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int colon = host.LastIndexOf(':') is var last && last > host.LastIndexOf(']') ? last : -1;
        bool hasPath = isPath || (written.Length > authority.Length && written[authority.Length] == '/');
        return new CelUrl
        {
            Text = text,
            Scheme = isPath ? string.Empty : uri.Scheme,
            Host = host,
            HostName = (colon < 0 ? host : host[..colon]).Trim('[', ']'),
            Port = colon < 0 ? string.Empty : host[(colon + 1)..],
            Path = hasPath ? path : string.Empty,
            Query = QueryOf(uri.Query),
        };
    }

    private static int End(string text) => text.IndexOfAny(['/', '?', '#']) is var end && end < 0 ? text.Length : end;

    private static LiteralMap QueryOf(string query)
    {
        var map = new LiteralMap();
        IEnumerable<(string Name, string Value)> pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Decode(pair[0]), pair.Length == 2 ? Decode(pair[1]) : string.Empty));
        foreach (IGrouping<string, string> values in pairs.GroupBy(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal))
            map.Add(values.Key, values.ToArray<object?>());
        return map;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
