using ElementalProvider.Agent.Configuration;
using ElementalProvider.Api.Meta.Tls;

namespace ElementalProvider.Agent.Gateway;

/// <summary>What of the configuration a channel depends on: where it leads, and whom it trusts there.</summary>
/// <param name="Address">Scheme, host and port of the gateway, and the path before its own.</param>
/// <param name="Authorities">Certificates in PEM that vouch for the server; empty for those of the system.</param>
/// <param name="TrustsSystem">Whether those of the system do beside them.</param>
/// <param name="AcceptsAnyCertificate">Whether nobody has to.</param>
internal sealed record ChannelSettings(Uri Address, string Authorities, bool TrustsSystem, bool AcceptsAnyCertificate)
{
    /// <summary>What is said of a server that is not the one looked for.</summary>
    public ExpectedServer Expected => new(Address.IdnHost, "registration.uri", this switch
    {
        { Authorities: "" } =>
            "registration.caCert is empty and no authority of this system vouches for it, so copy caCert from the ElementalRegistration",
        { TrustsSystem: true } =>
            "no authority of registration.caCert or of this system vouches for it, so copy caCert from the ElementalRegistration again",
        _ => "no authority of registration.caCert vouches for it, so copy caCert from the ElementalRegistration again",
    });

    /// <summary>Reads them out of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="endpoint">Which of its addresses.</param>
    public static ChannelSettings Of(AgentConfig config, EndpointSettings endpoint) => new(
        endpoint.Address, endpoint.CaCertificate, config.Agent.UseSystemCertPool, config.Agent.InsecureSkipTlsVerify);
}
