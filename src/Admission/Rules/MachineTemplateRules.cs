using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of changes of an ElementalMachineTemplate.</summary>
internal sealed class MachineTemplateRules : AbstractValidator<Change<ElementalMachineTemplate>>
{
    /// <summary>Makes the rules.</summary>
    public MachineTemplateRules()
    {
        Include(new ImmutableTemplate<ElementalMachineTemplate>());
        Include(new Ratchet<ElementalMachineTemplate>(new MachineTemplateValidator()));
    }
}
