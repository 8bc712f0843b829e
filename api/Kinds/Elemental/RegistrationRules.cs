using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>What can be said of a registration without looking anything up: refused where webhooks are served, told in a condition elsewhere.</summary>
public static class RegistrationRules
{
    /// <summary>What is wrong with the reference to the signing key, as one sentence; null where nothing is, or where there is no reference.</summary>
    /// <param name="registration">The registration.</param>
    public static string? RefuseKeyReference(ElementalRegistration registration) => registration.Spec?.PrivateKeyRef switch
    {
        null => null,
        { Name: null or "" } => FieldError.Required("spec.privateKeyRef.name", "names the Secret with the signing key"),
        { NamespaceProperty: { Length: > 0 } other } when other != registration.Metadata.NamespaceProperty =>
            FieldError.Invalid("spec.privateKeyRef.namespace", other, "must be the namespace of the registration"),
        _ => null,
    };
}
