using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>
/// Rules of changes of an ElementalMachine. The host that a machine names is the one that is wiped when it names another: a person who means
/// another host deletes the Machine.
/// </summary>
internal sealed class MachineRules : AbstractValidator<Change<ElementalMachine>>
{
    private const string Host =
        "the provider chooses the host, and the one that is left behind is wiped; say by spec.selector which hosts will do, and delete the Machine to have it take another one";

    private const string ProviderId = "it is written by the provider, and names the host for as long as the machine has it; delete the Machine to have it take another one";

    /// <summary>Makes the rules.</summary>
    public MachineRules()
    {
        Include(new Ratchet<ElementalMachine>(new MachineValidator()));

        // New objects may bring them: clusterctl move makes them as they were.
        RuleFor(change => change).Refuse(change => ProviderFields.Refuse(change, ("hostRef", Host), ("providerID", ProviderId)));
    }
}
