using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Cases;

/// <summary>A recorded conversation with a real API server.</summary>
/// <param name="Area">What it is about.</param>
/// <param name="Name">Its name in the area.</param>
/// <param name="Level">core for what controllers and kubectl use daily, extended for the rest.</param>
/// <param name="Uses">Names of the shared custom resource definitions that it needs.</param>
/// <param name="Steps">What is sent, and what must come back.</param>
internal sealed record ConformanceCase(string Area, string Name, string Level, IReadOnlyList<string> Uses, IReadOnlyList<JsonObject> Steps)
{
    public string Id => $"{Area}/{Name}";

    /// <summary>The steps as text: says which variables the case mentions.</summary>
    public string Text { get; } = string.Concat(Steps.Select(step => step.ToJsonString()));
}
