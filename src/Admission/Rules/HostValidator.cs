using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of an ElementalHost: what people tell a host by labels and annotations, which no schema can check.</summary>
internal sealed class HostValidator : AbstractValidator<ElementalHost>
{
    /// <summary>Makes the rules.</summary>
    public HostValidator()
    {
        RuleFor(host => host.Metadata).Refuse(metadata => UpdateLabel("metadata.labels", metadata.Labels));
        RuleFor(host => host.Metadata).Refuse(DetachAnnotation);
    }

    /// <summary>What is wrong with the label that asks for an update in place.</summary>
    /// <param name="field">Path of the labels.</param>
    /// <param name="labels">The labels.</param>
    public static IEnumerable<string> UpdateLabel(string field, IEnumerable<KeyValuePair<string, string>>? labels)
    {
        string? value = labels?.FirstOrDefault(label => label.Key == HostLabels.InPlaceUpdate).Value;
        if (value is not (null or HostLabels.InPlaceUpdatePending or HostLabels.InPlaceUpdateDone))
        {
            yield return FieldError.NotSupported(
                $"{field}[{HostLabels.InPlaceUpdate}]", value, HostLabels.InPlaceUpdatePending, HostLabels.InPlaceUpdateDone);
        }
    }

    private static IEnumerable<string> DetachAnnotation(V1ObjectMeta metadata)
    {
        if (metadata.Annotations is { } annotations
            && annotations.TryGetValue(HostAnnotations.Detach, out string? value) && string.IsNullOrWhiteSpace(value))
        {
            yield return FieldError.Required(
                $"metadata.annotations[{HostAnnotations.Detach}]", "say who lets the host go without a reset, and why, such as \"jane: its mainboard is dead\"");
        }
    }
}
