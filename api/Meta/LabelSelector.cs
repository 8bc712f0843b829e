namespace ElementalProvider.Api.Meta;

/// <summary>Selects objects by their labels (metav1.LabelSelector). All requirements must hold; an empty selector matches everything.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels that must have exactly these values.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further requirements on labels.</summary>
    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }

    /// <summary>Whether the labels meet every requirement.</summary>
    /// <param name="labels">Labels of an object; none is like an empty map.</param>
    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        foreach ((string key, string value) in MatchLabels ?? EmptyLabels)
        {
            if (labels is null || !labels.TryGetValue(key, out string? actual) || actual != value)
                return false;
        }

        return MatchExpressions is null || MatchExpressions.All(requirement => requirement.Matches(labels));
    }

    private static readonly IReadOnlyDictionary<string, string> EmptyLabels = new Dictionary<string, string>();
}
