using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Api.Meta.Tls;

/// <summary>What a person needs to know a certificate by.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who vouches for it.</param>
/// <param name="NotBefore">From when on it is valid.</param>
/// <param name="NotAfter">Until when.</param>
/// <param name="Names">The hosts it is for.</param>
public sealed record CertificateFacts(string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Names)
{
    /// <summary>Reads them out of a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    public static CertificateFacts Of(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension? names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new CertificateFacts(
            certificate.Subject,
            certificate.Issuer,
            new DateTimeOffset(certificate.NotBefore),
            new DateTimeOffset(certificate.NotAfter),
            names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())]);
    }

    /// <summary>The certificate that is out of its time, which may be an authority's; the server's own otherwise.</summary>
    /// <param name="own">The certificate that the server shows.</param>
    /// <param name="chain">What was found on the way to an authority.</param>
    public static CertificateFacts OfCulprit(X509Certificate own, X509Chain? chain) => Of(
        chain?.ChainElements
            .FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))?.Certificate
        ?? new X509Certificate2(own));
}
