using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>The certificate of an address as it is now.</summary>
internal interface ICertificateSource
{
    /// <summary>What to show in the next handshake: the certificate, and those between it and an authority.</summary>
    SslStreamCertificateContext Context { get; }

    /// <summary>The certificate itself.</summary>
    X509Certificate2 Current => Context.TargetCertificate;

    /// <summary>Looks whether there has to be another one.</summary>
    /// <returns>Whether <see cref="Context"/> changed.</returns>
    /// <exception cref="StartupException">There is none that can be used; the one of before stays.</exception>
    bool Refresh();
}
