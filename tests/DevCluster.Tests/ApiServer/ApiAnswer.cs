using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>An answer of the API server.</summary>
public sealed record ApiAnswer(int Code, JsonNode? Body, IReadOnlyList<string> Warnings)
{
    public string? Reason => Body?["reason"]?.GetValue<string>();

    public string Message => Body?["message"]?.GetValue<string>() ?? string.Empty;

    public string ResourceVersion => Body!["metadata"]!["resourceVersion"]!.GetValue<string>();

    /// <summary>Causes as "reason field", sorted.</summary>
    public IReadOnlyList<string> Causes =>
        [.. (Body?["details"]?["causes"]?.AsArray() ?? []).Select(cause => $"{cause!["reason"]} {cause["field"]}").Order(StringComparer.Ordinal)];

    /// <summary>Names of the items of a list.</summary>
    public IReadOnlyList<string> Names => [.. Body!["items"]!.AsArray().Select(item => item!["metadata"]!["name"]!.GetValue<string>())];

    /// <summary>The value at a path such as spec.color, as compact JSON without quotes around text; empty where there is nothing.</summary>
    public string At(string path) => path.Split('.').Aggregate(Body, (node, name) => node is JsonArray items ? items.ElementAtOrDefault(int.Parse(name)) : node?[name]) switch
    {
        null => string.Empty,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonNode node => node.ToJsonString(),
    };
}
