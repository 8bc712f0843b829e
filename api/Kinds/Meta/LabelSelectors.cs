namespace ElementalProvider.Api.Meta;

/// <summary>Decides whether labels meet a selector (metav1.LabelSelector).</summary>
public static class LabelSelectors
{
    /// <summary>Whether the labels meet every requirement; an empty selector matches everything.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="labels">Labels of an object; none is like an empty map.</param>
    public static bool Matches(this V1LabelSelector selector, IDictionary<string, string>? labels)
    {
        foreach ((string key, string value) in selector.MatchLabels ?? NoLabels)
        {
            if (labels is null || !labels.TryGetValue(key, out string? actual) || actual != value)
                return false;
        }

        return selector.MatchExpressions is null || selector.MatchExpressions.All(requirement => requirement.Matches(labels));
    }

    /// <summary>Whether the labels meet one requirement. An unknown operator matches nothing, so that a typo never widens a selection.</summary>
    /// <param name="requirement">The requirement.</param>
    /// <param name="labels">Labels of an object; none is like an empty map.</param>
    public static bool Matches(this V1LabelSelectorRequirement requirement, IDictionary<string, string>? labels)
    {
        string? value = null;
        bool present = labels is not null && labels.TryGetValue(requirement.Key, out value);
        return requirement.OperatorProperty switch
        {
            "In" => present && (requirement.Values?.Contains(value!) ?? false),
            "NotIn" => !present || !(requirement.Values?.Contains(value!) ?? false),
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }

    private static readonly IDictionary<string, string> NoLabels = new Dictionary<string, string>();
}
