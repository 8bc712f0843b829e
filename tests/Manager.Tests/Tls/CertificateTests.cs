using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Manager.Tls;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Manager.Tests.Tls;

public class CertificateTests
{
    [Theory]
    [InlineData("manager.example.com", "manager.example.com")]
    [InlineData("manager.example.com", "localhost")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    public void A_machine_that_trusts_the_authority_trusts_the_agent_address(string host, string reachedAs)
    {
        ManualTimeProvider clock = new();
        CertificateAuthority authority = CertificateAuthority.Create(clock.GetUtcNow());

        using X509Certificate2 certificate = authority.Issue(host, clock.GetUtcNow());

        Assert.True(Trusts(authority, certificate, clock.GetUtcNow()));
        Assert.True(certificate.MatchesHostname(reachedAs));
        Assert.False(certificate.MatchesHostname("other.example.com"));
        Assert.True(certificate.HasPrivateKey);
    }

    [Fact]
    public void Another_authority_is_not_trusted()
    {
        ManualTimeProvider clock = new();
        using X509Certificate2 certificate = CertificateAuthority.Create(clock.GetUtcNow()).Issue("m", clock.GetUtcNow());

        Assert.False(Trusts(CertificateAuthority.Create(clock.GetUtcNow()), certificate, clock.GetUtcNow()));
    }

    [Fact]
    public void An_issued_certificate_is_renewed_when_a_third_of_its_life_is_left()
    {
        ManualTimeProvider clock = new();
        CertificateAuthority authority = CertificateAuthority.Create(clock.GetUtcNow());
        IssuedCertificate certificate = new(authority, "m", clock);
        string first = certificate.Current.Thumbprint;

        clock.Advance(TimeSpan.FromDays(59));
        Assert.False(certificate.Refresh());
        clock.Advance(TimeSpan.FromDays(2));
        Assert.True(certificate.Refresh());

        Assert.NotEqual(first, certificate.Current.Thumbprint);
        Assert.True(Trusts(authority, certificate.Current, clock.GetUtcNow()));
    }

    [Fact]
    public void A_chain_is_shown_whole()
    {
        using TemporaryFolder folder = new();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = Authority("root", rootKey).CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        using ECDsa middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 middle = Authority("middle", middleKey).Create(root, now.AddDays(-1), now.AddDays(1), [1]);
        using X509Certificate2 signer = middle.CopyWithPrivateKey(middleKey);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 leaf = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).Create(signer, now.AddDays(-1), now.AddDays(1), [2]);
        File.WriteAllText(folder.File("tls.crt"), leaf.ExportCertificatePem() + "\n" + middle.ExportCertificatePem());
        File.WriteAllText(folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());

        FileCertificate files = new(folder.File("tls.crt"), folder.File("tls.key"));

        Assert.Equal(leaf.Thumbprint, files.Current.Thumbprint);
        Assert.Equal([middle.Thumbprint], files.Context.IntermediateCertificates.Select(between => between.Thumbprint));
    }

    [Fact]
    public void Files_are_read_again_when_they_change_and_half_a_renewal_changes_nothing()
    {
        using TemporaryFolder folder = new();
        ManualTimeProvider clock = new();
        CertificateAuthority authority = CertificateAuthority.Create(clock.GetUtcNow());
        (string certificatePath, string keyPath) = (folder.File("tls.crt"), folder.File("tls.key"));
        Write(authority.Issue("one", clock.GetUtcNow()));
        FileCertificate files = new(certificatePath, keyPath);
        string first = files.Current.Thumbprint;

        Assert.False(files.Refresh());
        string oldKey = File.ReadAllText(keyPath);
        Write(authority.Issue("two", clock.GetUtcNow()));
        string newKey = File.ReadAllText(keyPath);
        File.WriteAllText(keyPath, oldKey);
        Assert.Throws<StartupException>(() => files.Refresh());
        Assert.Equal(first, files.Current.Thumbprint);
        File.WriteAllText(keyPath, newKey);
        Assert.True(files.Refresh());
        Assert.NotEqual(first, files.Current.Thumbprint);

        void Write(X509Certificate2 certificate)
        {
            File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
            File.WriteAllText(keyPath, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
            certificate.Dispose();
        }
    }

    [Fact]
    public void Files_that_are_no_certificate_are_named()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("tls.crt"), "nothing");
        File.WriteAllText(folder.File("tls.key"), "nothing");

        StartupException exception = Assert.Throws<StartupException>(() => new FileCertificate(folder.File("tls.crt"), folder.File("tls.key")));

        Assert.Contains(folder.File("tls.crt"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_keeps_the_authority_for_this_user_alone()
    {
        using TemporaryFolder folder = new();
        CertificateAuthority authority = CertificateAuthority.Create(new ManualTimeProvider().GetUtcNow());
        DirectoryAuthorityStore store = new(folder.File("state"));

        Assert.Null(await store.FindAsync(CancellationToken.None));
        Assert.True(await store.TryAddAsync(authority, CancellationToken.None));
        CertificateAuthority kept = (await store.FindAsync(CancellationToken.None))!;

        Assert.Equal((authority.CertificatePem, authority.KeyPem), (kept.CertificatePem, kept.KeyPem));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.File("state"), "ca.key")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "");
        DirectoryAuthorityStore store = new(folder.File("file/state"));

        StartupException exception = await Assert.ThrowsAsync<StartupException>(() =>
            store.TryAddAsync(CertificateAuthority.Create(new ManualTimeProvider().GetUtcNow()), CancellationToken.None));

        Assert.Contains("--tls-dir", exception.Message, StringComparison.Ordinal);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }

    private static bool Trusts(CertificateAuthority authority, X509Certificate2 certificate, DateTimeOffset now)
    {
        using X509Certificate2 root = X509Certificate2.CreateFromPem(authority.CertificatePem);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return chain.Build(certificate);
    }
}
