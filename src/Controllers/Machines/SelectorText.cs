using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Label selectors as kubectl writes them, in a stable order.</summary>
internal static class SelectorText
{
    public static string Of(LabelSelector? selector)
    {
        IEnumerable<string> labels = selector?.MatchLabels?.Select(label => $"{label.Key}={label.Value}") ?? [];
        IEnumerable<string> expressions = selector?.MatchExpressions?.Select(Of) ?? [];
        return string.Join(',', labels.Concat(expressions).Order(StringComparer.Ordinal));
    }

    private static string Of(LabelSelectorRequirement requirement) => requirement.Operator switch
    {
        "Exists" => requirement.Key,
        "DoesNotExist" => $"!{requirement.Key}",
        _ => $"{requirement.Key} {requirement.Operator.ToLowerInvariant()} ({string.Join(',', requirement.Values ?? [])})",
    };
}
