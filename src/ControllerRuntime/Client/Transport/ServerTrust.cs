using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Meta.Tls;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>Says in words why an API server's certificate is not accepted. Whether it is, is decided as before.</summary>
/// <param name="configuration">Whom is looked for, and who is trusted.</param>
/// <param name="clock">The time.</param>
/// <param name="judge">Decides on what .NET found; null where that is the verdict.</param>
internal sealed class ServerTrust(KubernetesClientConfiguration configuration, TimeProvider clock, RemoteCertificateValidationCallback? judge)
{
    /// <summary>The verdict on one certificate, as <see cref="SslStream"/> asks for it.</summary>
    /// <exception cref="AuthenticationException">It is not accepted; the message is one sentence that stays the same from try to try.</exception>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        // Now, because who judges builds the chain again, and finds less wrong with it.
        X509ChainStatusFlags found = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;
        CertificateFacts? facts = certificate is null ? null : CertificateFacts.OfCulprit(certificate, chain);
        if (judge?.Invoke(sender, certificate, chain, errors) == true)
            return true;

        throw new AuthenticationException(CertificateProblem.Describe(errors, found, facts, Expected(), clock.GetUtcNow(), showsClock: false));
    }

    private ExpectedServer Expected() => new(
        configuration.TlsServerName is { Length: > 0 } name ? name : new Uri(configuration.Host).IdnHost,
        "the kubeconfig",
        configuration.SslCaCerts is { Count: > 0 }
            ? "no authority of the kubeconfig vouches for it, so put that of the API server into its certificate-authority-data"
            : "the kubeconfig has no authority and none of this system vouches for it, so put that of the API server into certificate-authority-data");
}
