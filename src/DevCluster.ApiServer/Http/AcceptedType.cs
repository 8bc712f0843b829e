using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>What of an Accept header this server fulfils.</summary>
/// <param name="Media">JSON or YAML.</param>
/// <param name="As">Kind to transform to: Table, PartialObjectMetadata(List), APIGroupDiscoveryList, or empty.</param>
/// <param name="Version">Version of that kind.</param>
internal sealed record AcceptedType(MediaFormat Media, string As, string Version)
{
    private static readonly string[] Offered = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    /// <summary>The first clause that can be fulfilled.</summary>
    /// <param name="accept">The header.</param>
    /// <param name="transformations">Kinds the answer can be turned into.</param>
    /// <exception cref="ApiStatusException">406: there is none.</exception>
    public static AcceptedType Negotiate(string? accept, params ReadOnlySpan<string> transformations)
    {
        if (string.IsNullOrWhiteSpace(accept))
            return new AcceptedType(MediaFormat.Json, string.Empty, string.Empty);
        foreach (string clause in accept.Split(','))
        {
            string[] parts = clause.Split(';', StringSplitOptions.TrimEntries);
            MediaFormat? media = parts[0] switch
            {
                "application/json" or "application/*" or "*/*" => MediaFormat.Json,
                "application/yaml" => MediaFormat.Yaml,
                _ => null,
            };
            string wanted = Parameter(parts, "as");
            if (media is { } found && (wanted.Length == 0 || transformations.Contains(wanted)))
                return new AcceptedType(found, wanted, Parameter(parts, "v"));
        }

        throw ApiErrors.NotAcceptable(Offered);
    }

    private static string Parameter(string[] parts, string name)
    {
        string prefix = name + "=";
        return parts.Skip(1).FirstOrDefault(part => part.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? string.Empty;
    }
}

/// <summary>How answers are written.</summary>
internal enum MediaFormat
{
    /// <summary>Compact JSON.</summary>
    Json,

    /// <summary>Indented JSON.</summary>
    PrettyJson,

    /// <summary>YAML.</summary>
    Yaml,
}
