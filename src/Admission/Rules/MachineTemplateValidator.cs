using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of an ElementalMachineTemplate: its machines must be able to find hosts, and start without any.</summary>
internal sealed class MachineTemplateValidator : AbstractValidator<ElementalMachineTemplate>
{
    private const string Field = "spec.template.spec";

    /// <summary>Makes the rules.</summary>
    public MachineTemplateValidator()
    {
        RuleFor(template => template.Spec).Refuse(spec => SelectorRules.Refuse($"{Field}.selector", spec?.Template.Spec.Selector));
        RuleFor(template => template.Spec).Refuse(spec => ProviderWritten(spec?.Template.Spec));
    }

    private static IEnumerable<string> ProviderWritten(ElementalMachineSpec? spec)
    {
        const string Rule = "the provider writes it to each machine; take it out of the template";
        if (spec?.ProviderId is not null)
            yield return FieldError.Forbidden($"{Field}.providerID", Rule);
        if (spec?.HostRef is not null)
            yield return FieldError.Forbidden($"{Field}.hostRef", Rule);
    }
}
