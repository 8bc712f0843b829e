using ElementalProvider.DevCluster.ApiServer.Cel.Values;
using ElementalProvider.DevCluster.ApiServer.Schemas;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Named formats of strings, such as format.dns1123Label().</summary>
internal static class Formats
{
    private const string Type = "kubernetes.NamedFormat";

    private static readonly CelFormat[] Known =
    [
        new("dns1123Label", NameRules.DnsLabel),
        new("dns1123Subdomain", NameRules.DnsSubdomain),
        new("dns1123LabelPrefix", text => NameRules.DnsLabel(WithoutDash(text))),
        new("dns1123SubdomainPrefix", text => NameRules.DnsSubdomain(WithoutDash(text))),
        new("qualifiedName", NameRules.LabelKey),
        new("labelValue", NameRules.LabelValue),
        new("uri", text => CelUrl.Parse(text) is null ? ["invalid URI"] : []),
        Schema("uuid", "uuid", "does not match the UUID format"),
        Schema("byte", "byte", "invalid base64"),
        Schema("date", "date", "invalid date"),
        Schema("datetime", "date-time", "invalid datetime"),
    ];

    public static IEnumerable<Overload> All =>
    [
        .. Known.Select(format => Overload.Of($"::format.{format.Name}(): {Type}", _ => format)),
        Overload.Of($"::format.named(string): optional<{Type}>", a => Known.FirstOrDefault(format => format.Name == (string)a[0]!) is { } found ? CelOptional.Of(found) : CelOptional.None),
        Overload.Of($"{Type}.validate(string): optional<list<string>>", a => ((CelFormat)a[0]!).Validate((string)a[1]!) is { Count: > 0 } problems ? CelOptional.Of(problems) : CelOptional.None),
    ];

    private static CelFormat Schema(string name, string format, string problem) => new(name, text => SchemaFormats.Accepts(format, text) ? [] : [problem]);

    /// <summary>What a prefix of a generated name may end with does not count.</summary>
    private static string WithoutDash(string text) => text.EndsWith('-') ? $"{text[..^1]}a" : text;
}
