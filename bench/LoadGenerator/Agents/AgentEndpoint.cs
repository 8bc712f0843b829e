using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Tokens;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>Where agents register and with what. Its text form shows no credential.</summary>
internal sealed class AgentEndpoint
{
    /// <summary>URI of the registration.</summary>
    public required Uri RegistrationUri { get; init; }

    /// <summary><c>namespace/name</c> of the registration.</summary>
    public required string Registration { get; init; }

    public required string RegistrationToken { get; init; }

    /// <summary>Authorities that may sign the gateway's certificate; empty trusts those of the system.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>What the tokens of hosts are for.</summary>
    public IReadOnlyList<string> Audience => Registration.Split('/') is [string namespaceName, string name]
        ? RegistrationAudience.Named(namespaceName, name, RegistrationUri.OriginalString)
        : throw new InvalidOperationException($"{Registration} is not namespace/name");

    public Uri GatewayAddress => new(RegistrationUri.GetLeftPart(UriPartial.Authority));

    public override string ToString() => $"{Registration} at {RegistrationUri}";
}
