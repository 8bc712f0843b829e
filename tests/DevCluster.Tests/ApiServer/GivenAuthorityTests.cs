using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.Tests.Machines;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>An API server with an authority of somebody else's, on an address that it is told.</summary>
public sealed class GivenAuthorityTests
{
    [Theory]
    [InlineData("rsa")]
    [InlineData("p384")]
    public async Task Any_authority_that_kubeadm_knows_signs_clients_and_tokens_and_both_outlive_a_restart(string kind)
    {
        (string certificate, string key) = kind == "rsa" ? Certificates.RsaAuthority() : Authority384();
        DevApiServerOptions options = new() { CaCertificatePem = certificate, CaKeyPem = key, Address = IPAddress.Parse("127.0.0.2"), Names = ["cluster.example"] };
        string account, folder = Directory.CreateTempSubdirectory("elemental-dev-test-").FullName;
        try
        {
            await using (DevApiServer first = await DevApiServer.StartAsync(options with { DataDirectory = folder }))
            {
                Assert.Equal("127.0.0.2", first.Address.Host);
                await first.ApplyAsync(["""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a","namespace":"default"}}"""]);
                account = await first.KubeconfigForServiceAccountAsync("default", "a", TimeSpan.FromHours(1));
                options = options with { Port = first.Address.Port };
            }

            await using DevApiServer second = await DevApiServer.StartAsync(options with { DataDirectory = folder });
            using KubernetesClient admin = new(ClientConfiguration.Parse(second.AdminKubeconfig));
            using KubernetesClient bearer = new(ClientConfiguration.Parse(account));

            Assert.NotNull(await admin.Resource<V1ServiceAccount>().GetAsync("default", "a"));
            Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(() => bearer.Resource<V1Secret>().GetAsync("default", "b"))).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_authority_and_a_key_that_do_not_belong_together_are_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => DevApiServer.StartAsync(
            new DevApiServerOptions { CaCertificatePem = Certificates.RsaAuthority().CertificatePem, CaKeyPem = Certificates.RsaAuthority().KeyPem }));

    private static (string CertificatePem, string KeyPem) Authority384()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        CertificateRequest request = new("CN=kubernetes", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
