using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>URLs and their parts.</summary>
internal static class Urls
{
    private const string Type = "kubernetes.URL";

    public static IEnumerable<Overload> All =>
    [
        Overload.Of("isURL(string): bool", a => CelUrl.Parse((string)a[0]!) is not null),
        Overload.Of($"::url(string): {Type}", a => CelUrl.Parse((string)a[0]!) ?? throw new CelException($"URL parse error during conversion from string: parse \"{a[0]}\": invalid URI for request")),
        Overload.Of($"{Type}.getScheme(): string", a => ((CelUrl)a[0]!).Scheme),
        Overload.Of($"{Type}.getHost(): string", a => ((CelUrl)a[0]!).Host),
        Overload.Of($"{Type}.getHostname(): string", a => ((CelUrl)a[0]!).HostName),
        Overload.Of($"{Type}.getPort(): string", a => ((CelUrl)a[0]!).Port),
        Overload.Of($"{Type}.getEscapedPath(): string", a => ((CelUrl)a[0]!).Path),
        Overload.Of($"{Type}.getQuery(): map<string, list<string>>", a => ((CelUrl)a[0]!).Query),
    ];
}
