namespace ElementalProvider.Controllers.Machines;

/// <summary>Label selectors as kubectl writes them, in a stable order.</summary>
internal static class SelectorText
{
    public static string Of(V1LabelSelector? selector)
    {
        IEnumerable<string> labels = selector?.MatchLabels?.Select(label => $"{label.Key}={label.Value}") ?? [];
        IEnumerable<string> expressions = selector?.MatchExpressions?.Select(Of) ?? [];
        return string.Join(',', labels.Concat(expressions).Order(StringComparer.Ordinal));
    }

    private static string Of(V1LabelSelectorRequirement requirement) => requirement.OperatorProperty switch
    {
        "Exists" => requirement.Key,
        "DoesNotExist" => $"!{requirement.Key}",
        _ => $"{requirement.Key} {requirement.OperatorProperty.ToLowerInvariant()} ({string.Join(',', requirement.Values ?? [])})",
    };
}
