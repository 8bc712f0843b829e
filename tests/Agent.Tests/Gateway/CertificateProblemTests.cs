using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Gateway;
using ElementalProvider.Api.Meta.Tls;

namespace ElementalProvider.Agent.Tests.Gateway;

public class CertificateProblemTests
{
    private const string Whose = "The server's certificate CN=gateway (from CN=authority, valid from 2029-06-01 00:00:00Z to 2030-06-01 12:30:00Z) is not accepted: ";

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChannelSettings Settings = new(new Uri("https://manager.example:9443"), "PEM", TrustsSystem: false, AcceptsAnyCertificate: false);
    private static readonly CertificateFacts Certificate = new(
        "CN=gateway",
        "CN=authority",
        new DateTimeOffset(2029, 6, 1, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2030, 6, 1, 12, 30, 0, TimeSpan.Zero),
        ["gateway.example", "10.0.0.7"]);

    public static TheoryData<string, SslPolicyErrors, X509ChainStatusFlags, DateTimeOffset, string> Problems => new()
    {
        {
            "an authority nobody knows", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.UntrustedRoot, Now,
            "no authority of registration.caCert vouches for it, so copy caCert from the ElementalRegistration again."
        },
        {
            "an authority that is not there", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain, Now,
            "no authority of registration.caCert vouches for it, so copy caCert from the ElementalRegistration again."
        },
        {
            "another name", SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError, Now,
            "it is for gateway.example, 10.0.0.7 and not for manager.example, which registration.uri names."
        },
        {
            "expired", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid, Now.AddYears(1),
            "it has expired; is this clock right? It says 2031-01-01 12:00:00Z."
        },
        {
            "not yet valid", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid, DateTimeOffset.UnixEpoch,
            "it is not valid yet; is this clock right? It says 1970-01-01 00:00:00Z."
        },
        {
            "everything at once",
            SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch,
            X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotTimeValid,
            DateTimeOffset.UnixEpoch,
            "no authority of registration.caCert vouches for it, so copy caCert from the ElementalRegistration again; "
            + "it is for gateway.example, 10.0.0.7 and not for manager.example, which registration.uri names; "
            + "it is not valid yet; is this clock right? It says 1970-01-01 00:00:00Z."
        },
        {
            "something rare", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotSignatureValid, Now,
            "the chain of its authorities is not valid (NotSignatureValid)."
        },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_problem_names_the_certificate_its_dates_and_what_is_wrong(
        string name, SslPolicyErrors errors, X509ChainStatusFlags chain, DateTimeOffset now, string what)
    {
        Assert.NotEmpty(name);
        Assert.Equal(Whose + what, CertificateProblem.Describe(errors, chain, Certificate, Settings.Expected, now));
    }

    [Theory]
    [InlineData("", false, "registration.caCert is empty and no authority of this system vouches for it, so copy caCert from the ElementalRegistration.")]
    [InlineData("PEM", true, "no authority of registration.caCert or of this system vouches for it, so copy caCert from the ElementalRegistration again.")]
    public void Who_was_asked_is_said(string authorities, bool trustsSystem, string what) => Assert.Equal(
        Whose + what,
        CertificateProblem.Describe(
            SslPolicyErrors.RemoteCertificateChainErrors,
            X509ChainStatusFlags.UntrustedRoot,
            Certificate,
            (Settings with { Authorities = authorities, TrustsSystem = trustsSystem }).Expected,
            Now));

    [Fact]
    public void A_certificate_without_names_is_for_nobody() => Assert.Contains(
        "it is for no host at all and not for manager.example",
        CertificateProblem.Describe(
            SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError, Certificate with { Names = [] }, Settings.Expected, Now),
        StringComparison.Ordinal);

    [Fact]
    public void No_certificate_is_a_problem_too() => Assert.Equal(
        "The server shows no certificate; is registration.uri the right address?",
        CertificateProblem.Describe(SslPolicyErrors.RemoteCertificateNotAvailable, X509ChainStatusFlags.NoError, null, Settings.Expected, Now));
}
