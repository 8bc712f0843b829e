using ElementalProvider.Admission.Rules;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Admission.Webhooks;

/// <summary>Everything that is served.</summary>
internal static class WebhookTable
{
    /// <summary>The webhooks, made anew: their rules hold no state, but cost some reflection to make.</summary>
    public static IReadOnlyList<Webhook> Create() =>
    [
        new Webhook<ElementalClusterTemplate>(new ImmutableTemplate<ElementalClusterTemplate>()),
        new Webhook<ElementalHost>(new HostRules()),
        new Webhook<ElementalMachine>(new MachineRules()),
        new Webhook<ElementalMachineTemplate>(new MachineTemplateRules()),
        new Webhook<ElementalRegistration>(new Ratchet<ElementalRegistration>(new RegistrationValidator())) { Farewell = RegistrationValidator.OnDeletion },
    ];
}
