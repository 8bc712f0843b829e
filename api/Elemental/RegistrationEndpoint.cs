namespace ElementalProvider.Api.Elemental;

/// <summary>Where and with what machines register.</summary>
public sealed record RegistrationEndpoint
{
    /// <summary>URI of the registration, https://host/elemental/v1/namespaces/NAMESPACE/registrations/NAME. Filled in when empty.</summary>
    public string? Uri { get; init; }

    /// <summary>Certificates (PEM) that the agent trusts for the URI. Filled in when empty.</summary>
    public string? CaCert { get; init; }

    /// <summary>
    /// Registration token (JWT). Filled in when empty and never replaced when set; any value that is no valid token, such as "disabled",
    /// stops new registrations.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Life of a new token in nanoseconds. 0 means no expiry; a negative value makes tokens that have expired already.</summary>
    public long? TokenDuration { get; init; }
}
