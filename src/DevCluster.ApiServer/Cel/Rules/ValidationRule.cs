using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>One entry of x-kubernetes-validations.</summary>
internal sealed record ValidationRule
{
    public const string Member = "x-kubernetes-validations";

    /// <summary>What must hold.</summary>
    public string Rule { get; init; } = string.Empty;

    /// <summary>What to say where it does not hold.</summary>
    public string Message { get; init; } = string.Empty;

    /// <summary>An expression for what to say; goes before <see cref="Message"/>.</summary>
    public string MessageExpression { get; init; } = string.Empty;

    /// <summary>Reason of the error, or empty for FieldValueInvalid.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>The field below this one that the error is about.</summary>
    public string FieldPath { get; init; } = string.Empty;

    /// <summary>Whether oldSelf is an optional, and the rule also holds for what is new; null where nothing is said.</summary>
    public bool? OptionalOldSelf { get; init; }

    public static IReadOnlyList<ValidationRule> ReadAll(JsonObject schema) => [.. schema.Array(Member).Objects().Select(Read)];

    private static ValidationRule Read(JsonObject rule) => new()
    {
        Rule = rule.Text("rule") ?? string.Empty,
        Message = rule.Text("message") ?? string.Empty,
        MessageExpression = rule.Text("messageExpression") ?? string.Empty,
        Reason = rule.Text("reason") ?? string.Empty,
        FieldPath = rule.Text("fieldPath") ?? string.Empty,
        OptionalOldSelf = rule["optionalOldSelf"].Flag(),
    };
}
