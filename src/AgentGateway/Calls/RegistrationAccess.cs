using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Calls;

/// <summary>How a registration is reached, for a host that is connected: it keeps that for the time when it is not.</summary>
internal sealed record RegistrationAccess
{
    private RegistrationAccess(RegistrationEndpoint endpoint) => Endpoint = endpoint;

    /// <summary>Address, authorities, token and further addresses.</summary>
    public RegistrationEndpoint Endpoint { get; }

    /// <summary>What is to be said of a registration; null where it is not filled in yet.</summary>
    /// <param name="registration">The registration, or null where it is not known.</param>
    public static RegistrationAccess? Of(ElementalRegistration? registration) =>
        registration?.Spec?.Config?.Elemental?.Registration is { Uri.Length: > 0, Token.Length: > 0 } endpoint ? new RegistrationAccess(endpoint) : null;

    /// <summary>Whether both say the same, whichever version of the registration they are from.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(RegistrationAccess? other) =>
        other is not null
        && (ReferenceEquals(Endpoint, other.Endpoint)
            || (Endpoint.Uri == other.Endpoint.Uri
                && Endpoint.CaCert == other.Endpoint.CaCert
                && Endpoint.Token == other.Endpoint.Token
                && (Endpoint.Endpoints ?? []).SequenceEqual(other.Endpoint.Endpoints ?? [])));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint.Uri, Endpoint.Token);

    /// <summary>Without what it says: there is a token in it.</summary>
    public override string ToString() => nameof(RegistrationAccess);
}

/// <summary>Which machine of which cluster a host serves.</summary>
/// <param name="Machine">Name of the ElementalMachine; empty where the host never learnt it.</param>
/// <param name="Cluster">Name of the Cluster; empty where the host never learnt it.</param>
/// <param name="BootId">Boot in which the host began to serve, as it says; empty where the gateway speaks.</param>
internal sealed record Serving(string Machine, string Cluster, string BootId = "");
