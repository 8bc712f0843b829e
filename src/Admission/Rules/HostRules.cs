using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using FluentValidation;
using FluentValidation.Results;

namespace ElementalProvider.Admission.Rules;

/// <summary>Rules of changes of an ElementalHost.</summary>
internal sealed class HostRules : AbstractValidator<Change<ElementalHost>>
{
    private const string Instead =
        "it is written by the provider; say what you want in spec.osVersionManagement, of the ElementalMachine where one has claimed the host, "
        + $"and allow it on a host that serves a cluster by the label {HostLabels.InPlaceUpdate}={HostLabels.InPlaceUpdatePending}";

    /// <summary>Makes the rules.</summary>
    public HostRules()
    {
        Include(new Ratchet<ElementalHost>(new HostValidator()));
        RuleFor(change => change).Custom((change, context) =>
        {
            // New objects may bring one: clusterctl move makes them as they were.
            if (change.Alters("spec", "operation") && change.FieldManager != FieldManagers.Controllers)
                context.AddFailure(new ValidationFailure("spec.operation", FieldError.Forbidden("spec.operation", Instead)));
        });
    }
}
