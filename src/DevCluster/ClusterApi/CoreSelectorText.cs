namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Label selectors as text, the way <c>kubectl -l</c> takes them.</summary>
internal static class CoreSelectorText
{
    public static string Of(V1LabelSelector selector) => string.Join(
        ',',
        (selector.MatchLabels ?? new Dictionary<string, string>())
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}")
            .Concat((selector.MatchExpressions ?? []).Select(Expression)));

    private static string Expression(V1LabelSelectorRequirement requirement)
    {
        string values = string.Join(',', requirement.Values ?? []);
        return requirement.OperatorProperty switch
        {
            "In" => $"{requirement.Key} in ({values})",
            "NotIn" => $"{requirement.Key} notin ({values})",
            "DoesNotExist" => $"!{requirement.Key}",
            _ => requirement.Key,
        };
    }
}
