using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>A certificate by the manager's own authority, made anew when a third of its life is left.</summary>
internal sealed class IssuedCertificate(CertificateAuthority authority, string host, TimeProvider clock) : ICertificateSource
{
    private volatile SslStreamCertificateContext _context = Issue(authority, host, clock.GetUtcNow());

    /// <inheritdoc/>
    public SslStreamCertificateContext Context => _context;

    /// <inheritdoc/>
    public X509Certificate2 Current => _context.TargetCertificate;

    /// <inheritdoc/>
    public bool Refresh()
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset start = new(Current.NotBefore);
        DateTimeOffset end = new(Current.NotAfter);
        if (now < start + ((end - start) * 2 / 3))
            return false;

        // The one of before may still be in use by a handshake: it is left to the garbage collector.
        _context = Issue(authority, host, now);
        return true;
    }

    private static SslStreamCertificateContext Issue(CertificateAuthority authority, string host, DateTimeOffset now) =>
        SslStreamCertificateContext.Create(authority.Issue(host, now), additionalCertificates: null, offline: true);
}
