using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Rules;

/// <summary>Maps that are to become labels.</summary>
internal static class LabelMap
{
    /// <summary>One sentence for every key and every value that cannot be a label.</summary>
    /// <param name="field">Path of the map.</param>
    /// <param name="labels">The map.</param>
    public static IEnumerable<string> Refuse(string field, IEnumerable<KeyValuePair<string, string>>? labels)
    {
        foreach ((string key, string value) in labels ?? [])
        {
            if (!LabelSyntax.IsKey(key))
                yield return FieldError.Invalid(field, key, LabelSyntax.KeyRule);
            if (!LabelSyntax.IsValue(value))
                yield return FieldError.Invalid($"{field}[{key}]", value, LabelSyntax.ValueRule);
        }
    }
}
