using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>Results as one line of JSON each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisterResult))]
[JsonSerializable(typeof(MachinesResult))]
[JsonSerializable(typeof(IdleResult))]
[JsonSerializable(typeof(ReactResult))]
[JsonSerializable(typeof(ReconnectResult))]
[JsonSerializable(typeof(LostResult))]
[JsonSerializable(typeof(SlowHandshakesResult))]
[JsonSerializable(typeof(ApiResult))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>A result as one line.</summary>
    public static string Line(ScenarioResult result) => JsonSerializer.Serialize(result, result.GetType(), Default);
}
