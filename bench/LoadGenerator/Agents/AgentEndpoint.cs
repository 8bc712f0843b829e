using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>Where agents register and with what. Its text form shows no credential.</summary>
internal sealed class AgentEndpoint
{
    /// <summary>URI of the registration; the audience of every token.</summary>
    public required Uri RegistrationUri { get; init; }

    /// <summary><c>namespace/name</c> of the registration.</summary>
    public required string Registration { get; init; }

    public required string RegistrationToken { get; init; }

    /// <summary>Authorities that may sign the gateway's certificate; empty trusts those of the system.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    public Uri GatewayAddress => new(RegistrationUri.GetLeftPart(UriPartial.Authority));

    public override string ToString() => $"{Registration} at {RegistrationUri}";
}
