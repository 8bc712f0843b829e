using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Meta.Tls;

namespace ElementalProvider.Agent.Gateway;

/// <summary>Judges the certificate of the server: what .NET has found wrong with it is put into words.</summary>
/// <param name="settings">Whom the channel trusts.</param>
/// <param name="clock">The time.</param>
internal sealed class ServerTrust(ChannelSettings settings, TimeProvider clock)
{
    /// <summary>The verdict on one certificate, as <see cref="SslStream"/> asks for it.</summary>
    /// <exception cref="ServerCertificateException">It is not accepted.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        throw new ServerCertificateException(CertificateProblem.Describe(
            errors,
            chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError,
            certificate is null ? null : CertificateFacts.OfCulprit(certificate, chain),
            settings.Expected,
            clock.GetUtcNow()));
    }
}
