using System.Text.Json;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>Results as a Markdown table: every figure, and the goal it is held against.</summary>
internal static class ResultTable
{
    private const string Goals = "goals";
    private static readonly string[] LeftOut = ["scenario", "succeeded", "timed_out", "started_at"];

    /// <summary>Writes one row a figure.</summary>
    /// <param name="output">Where the table goes.</param>
    /// <param name="results">The results.</param>
    public static async Task WriteAsync(TextWriter output, IEnumerable<JsonElement> results)
    {
        await output.WriteLineAsync("| scenario | figure | value | goal |");
        await output.WriteLineAsync("| --- | --- | ---: | --- |");
        foreach (JsonElement result in results)
        {
            string scenario = result.GetProperty("scenario").GetString() ?? "";
            Dictionary<string, JsonElement> goals = GoalsOf(result);
            foreach ((string name, string value) in Figures("", result))
                await output.WriteLineAsync($"| {scenario} | {name} | {value} | {(goals.Remove(name, out JsonElement goal) ? Verdict(goal) : "")} |");
            foreach ((string name, JsonElement goal) in goals)
                await output.WriteLineAsync($"| {scenario} | {name} | {Value(goal)} | {Verdict(goal)} |");
        }
    }

    private static Dictionary<string, JsonElement> GoalsOf(JsonElement result) => result.TryGetProperty(Goals, out JsonElement goals)
        ? goals.EnumerateArray().ToDictionary(goal => goal.GetProperty("name").GetString() ?? "", goal => goal, StringComparer.Ordinal)
        : [];

    private static IEnumerable<(string Name, string Value)> Figures(string prefix, JsonElement element) =>
        from property in element.EnumerateObject()
        where prefix.Length > 0 || (property.Name != Goals && !LeftOut.Contains(property.Name))
        from figure in Figure(prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}", property.Value)
        select figure;

    private static IEnumerable<(string Name, string Value)> Figure(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Figures(name, value),
        JsonValueKind.Array => value.EnumerateArray().Select(item => ($"{name} {Request(item)}", item.GetProperty("requests").GetRawText())),
        _ => [(name, value.GetRawText())],
    };

    private static string Request(JsonElement request) =>
        string.Join(' ', ((string[])["client", "verb", "resource"]).Select(part => request.GetProperty(part).GetString()).Where(part => part is { Length: > 0 }))
        + (request.GetProperty("refused").GetBoolean() ? " (refused)" : "");

    private static string Value(JsonElement goal) => goal.TryGetProperty("actual", out JsonElement actual) ? actual.GetRawText() : "not measured";

    private static string Verdict(JsonElement goal)
    {
        string limit = goal.TryGetProperty("at_least", out JsonElement least) ? $"at least {least.GetRawText()}" : $"at most {goal.GetProperty("at_most").GetRawText()}";
        return $"{limit}: {(goal.GetProperty("met").GetBoolean() ? "met" : "NOT MET")}";
    }
}
