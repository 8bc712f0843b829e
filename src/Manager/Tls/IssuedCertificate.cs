using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>A certificate by the manager's own authority, made anew when a third of its life is left.</summary>
internal sealed class IssuedCertificate(CertificateAuthority authority, string host, TimeProvider clock) : ICertificateSource
{
    private volatile X509Certificate2 _current = authority.Issue(host, clock.GetUtcNow());

    /// <inheritdoc/>
    public X509Certificate2 Current => _current;

    /// <inheritdoc/>
    public bool Refresh()
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset start = new(_current.NotBefore);
        DateTimeOffset end = new(_current.NotAfter);
        if (now < start + ((end - start) * 2 / 3))
            return false;

        // The one of before may still be in use by a handshake: it is left to the garbage collector.
        _current = authority.Issue(host, now);
        return true;
    }
}
