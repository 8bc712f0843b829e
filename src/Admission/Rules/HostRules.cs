using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using FluentValidation;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of changes of an ElementalHost.</summary>
internal sealed class HostRules : AbstractValidator<Change<ElementalHost>>
{
    private const string Instead =
        "it is written by the provider; say what you want in spec.osVersionManagement, of the ElementalMachine where one has claimed the host, "
        + $"and allow it on a host that serves a cluster by the label {HostLabels.InPlaceUpdate}={HostLabels.InPlaceUpdatePending}";

    private const string Claim =
        "it is written by the provider, and a host that is taken from its machine is wiped; scale or delete what owns the Machine to have a host claimed or let go";

    private const string Orphan =
        "it is the host's own word on what it serves; restore the ElementalMachine that it names, delete the host, or label it "
        + $"{HostLabels.NeedsReset}={HostLabels.True} to have it wiped";

    /// <summary>Makes the rules.</summary>
    public HostRules()
    {
        Include(new Ratchet<ElementalHost>(new HostValidator()));

        // New objects may bring all of it: clusterctl move makes them as they were.
        RuleFor(change => change).Refuse(change => ProviderFields.Refuse(change, ("operation", Instead), ("machineRef", Claim), ("bootstrapSecret", Claim), ("orphanOf", Orphan)));
        RuleFor(change => change).Refuse(HostKeys.UnknownKeys);
        RuleFor(change => change).Refuse(HostKeys.ProviderLabels);
    }
}
