using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Rules;

/// <summary>What makes a label selector one that can match anything.</summary>
internal static class SelectorRules
{
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];

    /// <summary>One sentence for everything that is wrong with a selector.</summary>
    /// <param name="field">Path of the selector.</param>
    /// <param name="selector">The selector; null is one that asks for nothing.</param>
    public static IEnumerable<string> Refuse(string field, V1LabelSelector? selector) =>
        LabelMap.Refuse($"{field}.matchLabels", selector?.MatchLabels)
            .Concat((selector?.MatchExpressions ?? []).SelectMany((requirement, index) => Refuse($"{field}.matchExpressions[{index}]", requirement)));

    private static IEnumerable<string> Refuse(string field, V1LabelSelectorRequirement requirement)
    {
        if (!LabelSyntax.IsKey(requirement.Key))
            yield return FieldError.Invalid($"{field}.key", requirement.Key, LabelSyntax.KeyRule);

        bool hasValues = requirement.Values is { Count: > 0 };
        if (!Operators.Contains(requirement.OperatorProperty))
            yield return FieldError.NotSupported($"{field}.operator", requirement.OperatorProperty, Operators);
        else if (requirement.OperatorProperty is "In" or "NotIn" && !hasValues)
            yield return FieldError.Required($"{field}.values", $"the operator {requirement.OperatorProperty} needs at least one");
        else if (requirement.OperatorProperty is "Exists" or "DoesNotExist" && hasValues)
            yield return FieldError.Forbidden($"{field}.values", $"the operator {requirement.OperatorProperty} takes none");

        foreach ((int index, string value) in (requirement.Values ?? []).Index())
        {
            if (!LabelSyntax.IsValue(value))
                yield return FieldError.Invalid($"{field}.values[{index}]", value, LabelSyntax.ValueRule);
        }
    }
}
