using System.Text;

namespace ElementalProvider.Api.Meta;

/// <summary>
/// Sentences about a field that is not acceptable, in the API server's own form (field, kind of error, value, what is asked for), so that
/// they read the same whoever refuses.
/// </summary>
public static class FieldError
{
    private const int LongestValue = 253;

    /// <summary>The value breaks a rule.</summary>
    /// <param name="field">Path of the field, such as <c>spec.replicas</c>.</param>
    /// <param name="value">The value; shown, so never a secret.</param>
    /// <param name="rule">What is asked for.</param>
    public static string Invalid(string field, string value, string rule) => $"{field}: Invalid value: {Quote(value)}: {rule}";

    /// <summary>The value is none of those that are known.</summary>
    /// <param name="field">Path of the field.</param>
    /// <param name="value">The value; shown, so never a secret.</param>
    /// <param name="supported">The values that are known.</param>
    public static string NotSupported(string field, string value, params IEnumerable<string> supported) =>
        $"{field}: Unsupported value: {Quote(value)}: supported values: {string.Join(", ", supported.Select(Quote))}";

    /// <summary>The field must have a value and has none.</summary>
    /// <param name="field">Path of the field.</param>
    /// <param name="rule">What is asked for.</param>
    public static string Required(string field, string rule) => $"{field}: Required value: {rule}";

    /// <summary>The field must not be set, or not be changed.</summary>
    /// <param name="field">Path of the field.</param>
    /// <param name="rule">Why, and what to do instead.</param>
    public static string Forbidden(string field, string rule) => $"{field}: Forbidden: {rule}";

    private static string Quote(string value)
    {
        StringBuilder quoted = new("\"");
        foreach (char character in value.Length <= LongestValue ? value : value[..LongestValue] + "...")
        {
            if (character is '"' or '\\')
                quoted.Append('\\').Append(character);
            else if (char.IsControl(character))
                quoted.Append($"\\u{(int)character:x4}");
            else
                quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
