using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What a client certificate says of its holder, under the names that gRPC uses in every language.</summary>
internal static class CertificateAuthContext
{
    private const string AlternativeName = "x509_subject_alternative_name";
    private const string CommonName = "x509_common_name";

    public static AuthContext Create(X509Certificate2? certificate)
    {
        Dictionary<string, List<AuthProperty>> properties = [];
        if (certificate is null)
        {
            return new AuthContext(peerIdentityPropertyName: null, properties);
        }

        string[] dnsNames = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(san => san.EnumerateDnsNames())];
        Add(properties, AlternativeName, dnsNames);
        Add(properties, CommonName, [.. new[] { certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) }.Where(name => name.Length > 0)]);
        return new AuthContext(properties.Keys.FirstOrDefault(), properties);
    }

    private static void Add(Dictionary<string, List<AuthProperty>> properties, string name, string[] values)
    {
        if (values.Length > 0)
        {
            properties[name] = [.. values.Select(value => AuthProperty.Create(name, Encoding.UTF8.GetBytes(value)))];
        }
    }
}
