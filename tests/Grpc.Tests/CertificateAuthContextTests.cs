using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;

namespace ElementalProvider.GrpcTests;

/// <summary>What a client certificate says of its holder.</summary>
public sealed class CertificateAuthContextTests
{
    [Fact]
    public void Nobody_is_known_without_a_certificate()
    {
        AuthContext context = CertificateAuthContext.Create(certificate: null);

        Assert.False(context.IsPeerAuthenticated);
        Assert.Empty(context.PeerIdentity);
        Assert.Empty(context.Properties);
    }

    [Fact]
    public void The_alternative_names_identify_the_peer_before_the_common_name()
    {
        AuthContext context = Create("CN=host", "a.elemental.test", "b.elemental.test");

        Assert.Equal("x509_subject_alternative_name", context.PeerIdentityPropertyName);
        Assert.Equal(["a.elemental.test", "b.elemental.test"], context.PeerIdentity.Select(property => property.Value));
        Assert.Equal("host", Assert.Single(context.FindPropertiesByName("x509_common_name")).Value);
    }

    [Fact]
    public void The_common_name_identifies_a_peer_without_alternative_names()
    {
        AuthContext context = Create("CN=host");

        Assert.True(context.IsPeerAuthenticated);
        Assert.Equal("host", Assert.Single(context.PeerIdentity).Value);
    }

    private static AuthContext Create(string subject, params string[] dnsNames)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        if (dnsNames.Length > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            foreach (string name in dnsNames)
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        DateTimeOffset start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = request.CreateSelfSigned(start, start.AddDays(1));
        return CertificateAuthContext.Create(certificate);
    }
}
