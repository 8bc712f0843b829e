using ElementalProvider.Api.Elemental;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of an ElementalMachine. What the provider writes itself is judged by <see cref="MachineRules"/>.</summary>
internal sealed class MachineValidator : AbstractValidator<ElementalMachine>
{
    /// <summary>Makes the rules.</summary>
    public MachineValidator() => RuleFor(machine => machine.Spec).Refuse(spec => SelectorRules.Refuse("spec.selector", spec?.Selector));
}
