using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Rules;

/// <summary>Fields of the spec that nobody changes but the provider.</summary>
internal static class ProviderFields
{
    /// <summary>One sentence for every such field that somebody else changes.</summary>
    /// <param name="change">The write.</param>
    /// <param name="fields">Names below spec, each with why it is forbidden and what to do instead.</param>
    public static IEnumerable<string> Refuse<T>(Change<T> change, params IEnumerable<(string Name, string Instead)> fields)
        where T : class =>
        change.IsByProvider
            ? []
            : fields.Where(field => change.Alters("spec", field.Name)).Select(field => FieldError.Forbidden($"spec.{field.Name}", field.Instead));
}
