namespace ElementalProvider.Api.Meta;

/// <summary>One requirement of a label selector.</summary>
public sealed record LabelSelectorRequirement
{
    /// <summary>The label key that the requirement is about.</summary>
    public required string Key { get; init; }

    /// <summary>How the label must relate to the values: <c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>The values; not empty for <c>In</c> and <c>NotIn</c>, empty for the others.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether the labels meet this requirement. An unknown operator matches nothing, so that a typo never widens a selection.</summary>
    /// <param name="labels">Labels of an object; none is like an empty map.</param>
    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        string? value = null;
        bool present = labels is not null && labels.TryGetValue(Key, out value);
        return Operator switch
        {
            "In" => present && (Values?.Contains(value!) ?? false),
            "NotIn" => !present || !(Values?.Contains(value!) ?? false),
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }
}
