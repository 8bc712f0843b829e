using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>The certificate of an address as it is now.</summary>
internal interface ICertificateSource
{
    /// <summary>The certificate to show in the next handshake.</summary>
    X509Certificate2 Current { get; }

    /// <summary>Looks whether there has to be another one.</summary>
    /// <returns>Whether <see cref="Current"/> changed.</returns>
    /// <exception cref="StartupException">There is none that can be used; the one of before stays.</exception>
    bool Refresh();
}
