using ElementalProvider.Api.Elemental;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of an ElementalMachine. Its provider ID and host are the provider's own and are not judged.</summary>
internal sealed class MachineValidator : AbstractValidator<ElementalMachine>
{
    /// <summary>Makes the rules.</summary>
    public MachineValidator() => RuleFor(machine => machine.Spec).Refuse(spec => SelectorRules.Refuse("spec.selector", spec?.Selector));
}
