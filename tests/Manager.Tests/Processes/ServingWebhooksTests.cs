using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Manager.Tls;
using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Processes;

public class ServingWebhooksTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    private const string Path = "/validate-infrastructure-cluster-x-k8s-io-v1beta1-elementalhost";

    [Fact]
    public async Task An_API_server_that_trusts_the_authority_gets_verdicts_at_the_webhook_address_and_nowhere_else()
    {
        await api.DefineKindsAsync();
        using TemporaryFolder folder = new();
        CertificateAuthority authority = CertificateAuthority.Create(TimeProvider.System.GetUtcNow());
        WriteCertificate(folder, authority);

        await using RunningManager manager = await RunningManager.StartAsync(api, folder.Path);

        using HttpClient client = Trusting(authority);
        using HttpResponseMessage refused = await PostAsync(client, manager.WebhookUrl, Path, Question("now"));
        using HttpResponseMessage allowed = await PostAsync(client, manager.WebhookUrl, Path, Question("pending"));
        using HttpResponseMessage other = await PostAsync(client, manager.WebhookUrl, "/metrics", "");
        Assert.Contains("\"allowed\":false", await refused.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"allowed\":true", await allowed.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using HttpResponseMessage onHealth = await manager.GetHealthAsync(Path);
        Assert.Equal(HttpStatusCode.NotFound, onHealth.StatusCode);
        using HttpClient stranger = Trusting(CertificateAuthority.Create(TimeProvider.System.GetUtcNow()));
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(stranger, manager.WebhookUrl, Path, Question("pending")));
        Assert.DoesNotContain("PRIVATE KEY", manager.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_certificate_is_named()
    {
        using TemporaryFolder folder = new();
        string empty = folder.Path;

        await using RunningManager manager = await RunningManager.LaunchAsync(api, webhookCertificates: empty);

        Assert.Equal(1, await manager.Program.ExitCodeAsync());
        Assert.Contains($"The certificate {empty}/tls.crt and the key {empty}/tls.key cannot be used together", manager.Program.Output, StringComparison.Ordinal);
    }

    private static void WriteCertificate(TemporaryFolder folder, CertificateAuthority authority)
    {
        using X509Certificate2 certificate = authority.Issue("127.0.0.1", TimeProvider.System.GetUtcNow());
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(folder.File("tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static HttpClient Trusting(CertificateAuthority authority) => new(new SocketsHttpHandler
    {
        SslOptions =
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(authority.CertificatePem) },
            },
        },
    });

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, Uri address, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await client.PostAsync(new Uri(address, path), content);
    }

    private static string Question(string label) => $$$"""
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE",
         "kind":{"group":"infrastructure.cluster.x-k8s.io","version":"v1beta1","kind":"ElementalHost"},
         "resource":{"group":"infrastructure.cluster.x-k8s.io","version":"v1beta1","resource":"elementalhosts"},
         "object":{"metadata":{"name":"h","labels":{"elementalhost.infrastructure.cluster.x-k8s.io/in-place-update":"{{{label}}}"} } } } }
        """;
}
