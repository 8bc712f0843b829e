namespace ElementalProvider.DevCluster.ApiServer.Selection;

/// <summary>One term of a label selector.</summary>
internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        bool exists = labels.TryGetValue(Key, out string? value);
        return Operator switch
        {
            LabelOperator.In => exists && Values.Contains(value!),
            LabelOperator.NotIn => !exists || !Values.Contains(value!),
            LabelOperator.Exists => exists,
            LabelOperator.DoesNotExist => !exists,
            _ => exists && long.TryParse(value, out long number) && long.TryParse(Values[0], out long bound)
                && (Operator == LabelOperator.GreaterThan ? number > bound : number < bound),
        };
    }
}

/// <summary>How a requirement compares a label.</summary>
internal enum LabelOperator
{
    /// <summary>The label has one of the values.</summary>
    In,

    /// <summary>The label is missing or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,

    /// <summary>The label is an integer above the value.</summary>
    GreaterThan,

    /// <summary>The label is an integer below the value.</summary>
    LessThan,
}
