using System.Text.Json.Nodes;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance.Running;

/// <summary>What a step led to.</summary>
/// <param name="Find">Reads what came.</param>
/// <param name="Recorded">What is compared with the recording.</param>
internal sealed record StepOutcome(Func<string, Found> Find, JsonObject Recorded)
{
    public static readonly StepOutcome Nothing = Of(new JsonObject(), []);

    public static StepOutcome Of(JsonNode document, JsonObject recorded) => new(path => DocumentPath.Find(document, path), recorded);
}
