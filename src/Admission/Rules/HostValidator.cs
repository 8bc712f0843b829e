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
        RuleFor(host => host.Metadata).Refuse(metadata => HostKeys.UnknownValues("metadata.labels", metadata.Labels));
        RuleFor(host => host.Metadata).Refuse(DetachAnnotation);
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
