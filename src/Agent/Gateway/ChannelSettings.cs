using ElementalProvider.Agent.Configuration;

namespace ElementalProvider.Agent.Gateway;

/// <summary>What of the configuration a channel depends on: where it leads, and whom it trusts there.</summary>
/// <param name="Address">Scheme, host and port of the gateway, and the path before its own.</param>
/// <param name="Authorities">Certificates in PEM that vouch for the server; empty for those of the system.</param>
/// <param name="TrustsSystem">Whether those of the system do beside them.</param>
/// <param name="AcceptsAnyCertificate">Whether nobody has to.</param>
internal sealed record ChannelSettings(Uri Address, string Authorities, bool TrustsSystem, bool AcceptsAnyCertificate)
{
    /// <summary>Reads them out of a configuration.</summary>
    public static ChannelSettings Of(AgentConfig config) => new(
        config.Registration.Uri.Address, config.Registration.CaCertificate, config.Agent.UseSystemCertPool, config.Agent.InsecureSkipTlsVerify);
}
