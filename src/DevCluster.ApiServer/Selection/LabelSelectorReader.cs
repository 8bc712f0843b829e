using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>Label selectors in objects: matchLabels and matchExpressions.</summary>
internal static class LabelSelectorReader
{
    private static readonly Dictionary<string, LabelOperator> Operators = new(StringComparer.Ordinal)
    {
        ["In"] = LabelOperator.In, ["NotIn"] = LabelOperator.NotIn, ["Exists"] = LabelOperator.Exists, ["DoesNotExist"] = LabelOperator.DoesNotExist,
    };

    /// <summary>Reads a selector that passed <see cref="Validate"/>. An empty or missing one selects everything.</summary>
    public static LabelSelector Read(JsonObject? selector)
    {
        LabelRequirement[] requirements =
        [
            .. (selector.Object("matchLabels") ?? []).Select(label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value.Text() ?? string.Empty])),
            .. selector.Array("matchExpressions").Objects().Select(expression =>
                new LabelRequirement(expression.Text("key") ?? string.Empty, Operators[expression.Text("operator")!], expression["values"].Strings())),
        ];
        return requirements.Length == 0 ? LabelSelector.Everything : new LabelSelector(requirements);
    }

    public static IEnumerable<FieldError> Validate(JsonObject? selector, string path)
    {
        foreach ((string key, JsonNode? value) in selector.Object("matchLabels") ?? [])
        {
            foreach (string problem in NameRules.LabelKey(key))
                yield return FieldError.Invalid($"{path}.matchLabels", JsonValue.Create(key), problem);
            foreach (string problem in NameRules.LabelValue(value.Text() ?? string.Empty))
                yield return FieldError.Invalid($"{path}.matchLabels", value, problem);
        }

        JsonObject[] expressions = [.. selector.Array("matchExpressions").Objects()];
        for (int index = 0; index < expressions.Length; index++)
        {
            foreach (FieldError error in ValidateExpression(expressions[index], $"{path}.matchExpressions[{index}]"))
                yield return error;
        }
    }

    private static IEnumerable<FieldError> ValidateExpression(JsonObject expression, string path)
    {
        string name = expression.Text("operator") ?? string.Empty;
        bool hasValues = expression["values"] is JsonArray { Count: > 0 };
        if (!Operators.TryGetValue(name, out LabelOperator comparison))
            yield return FieldError.Invalid($"{path}.operator", JsonValue.Create(name), "not a valid selector operator");
        else if (comparison is LabelOperator.In or LabelOperator.NotIn && !hasValues)
            yield return FieldError.Required($"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'");
        else if (comparison is LabelOperator.Exists or LabelOperator.DoesNotExist && hasValues)
            yield return FieldError.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        string key = expression.Text("key") ?? string.Empty;
        foreach (string problem in NameRules.LabelKey(key))
            yield return FieldError.Invalid($"{path}.key", JsonValue.Create(key), problem);
    }
}
