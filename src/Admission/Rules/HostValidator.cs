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
        RuleFor(host => host.Metadata).Refuse(metadata => Word(
            metadata, HostAnnotations.Detach, "say who lets the host go without a reset, and why, such as \"jane: its mainboard is dead\""));
        RuleFor(host => host.Metadata).Refuse(metadata => Word(
            metadata, HostAnnotations.CloneResolved, "say who saw to it that one machine has the key, and how, such as \"jane: the copy was wiped\""));
    }

    /// <summary>What a person decides is given with who decided it, and why.</summary>
    private static IEnumerable<string> Word(V1ObjectMeta metadata, string annotation, string sentence)
    {
        if (metadata.Annotations is { } annotations && annotations.TryGetValue(annotation, out string? value) && string.IsNullOrWhiteSpace(value))
            yield return FieldError.Required($"metadata.annotations[{annotation}]", sentence);
    }
}
