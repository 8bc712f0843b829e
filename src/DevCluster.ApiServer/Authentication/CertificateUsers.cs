using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>
/// Whom client certificates stand for. A connection shows one certificate with every request, so its chain is built once; only whether it is
/// still valid is looked at each time.
/// </summary>
internal sealed class CertificateUsers(ServerAuthority authority, TimeProvider clock)
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    /// <summary>By the certificate as an object, which lives as long as its connection.</summary>
    private readonly ConditionalWeakTable<X509Certificate2, Known> _known = [];

    /// <returns>Null where the certificate is of another authority, or not valid now.</returns>
    public UserInfo? Find(X509Certificate2 certificate)
    {
        if (_known.TryGetValue(certificate, out Known? known))
            return known.IsValidAt(clock.GetUtcNow()) ? known.User : null;
        if (!authority.Issued(certificate))
            return null;
        var user = new UserInfo(Names(certificate, CommonName).LastOrDefault(string.Empty), [.. Names(certificate, Organization).Append(UserInfo.AuthenticatedGroup).Distinct(StringComparer.Ordinal)]);
        _known.AddOrUpdate(certificate, new Known(user, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter)));
        return user;
    }

    private static IEnumerable<string> Names(X509Certificate2 certificate, string type) => certificate.SubjectName.EnumerateRelativeDistinguishedNames()
        .Where(part => part.GetSingleElementType().Value == type)
        .Select(part => part.GetSingleElementValue() ?? string.Empty);

    private sealed record Known(UserInfo User, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
    {
        public bool IsValidAt(DateTimeOffset now) => now >= NotBefore && now <= NotAfter;
    }
}
