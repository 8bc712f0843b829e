using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Cases;

/// <summary>The recorded cases, and the list of those that this server does not meet yet.</summary>
internal static class CaseFiles
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data");

    public static IReadOnlyList<ConformanceCase> Read(string area)
    {
        JsonObject file = Json(Path.Combine("Cases", $"{area}.json"));
        return [.. file["cases"]!.AsArray().Select(entry => new ConformanceCase(
            area,
            (string)entry!["name"]!,
            (string)entry["level"]!,
            [.. (entry["uses"]?.AsArray() ?? []).Select(name => (string)name!)],
            [.. entry["steps"]!.AsArray().Select(step => step!.AsObject())]))];
    }

    public static IReadOnlyList<string> Areas() =>
        [.. Directory.EnumerateFiles(Path.Combine(Data, "Cases"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>A custom resource definition that several cases share.</summary>
    public static JsonObject Fixture(string name) => Json(Path.Combine("Fixtures", $"{name}.json"));

    /// <summary>Cases that are not met yet, with the reason, from lines such as "area/name: reason".</summary>
    public static IReadOnlyDictionary<string, string> Unmet() => File.ReadLines(Path.Combine(Data, "unmet.txt"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    public static string KubectlExpectations() => File.ReadAllText(Path.Combine(Data, "kubectl.expected"));

    private static JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Data, file)))!.AsObject();
}
