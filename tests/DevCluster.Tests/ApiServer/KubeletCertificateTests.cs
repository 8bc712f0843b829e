using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Who may have a certificate of a node, and who only asks.</summary>
public sealed class KubeletCertificateTests : IAsyncLifetime
{
    private const string Requests = "apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Signer = "kubernetes.io/kube-apiserver-client-kubelet";
    private readonly Fixture _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Who_may_join_gets_the_certificate_of_a_node_and_is_that_node_with_it()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ApiAnswer asked = await AskAsync("joins", "joins", key, "system:nodes", "system:node:n1", "\"username\":\"system:admin\",\"groups\":[\"system:masters\"],");
        Assert.Equal((201, "joins"), (asked.Code, asked.At("spec.username")));

        WatchEvent signed = await _server.WaitForAsync(Requests, "joins", request => request.Object["status"]?["certificate"] is not null);
        byte[] pem = Convert.FromBase64String(signed.Object["status"]!["certificate"]!.GetValue<string>());
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(pem), key.ExportPkcs8PrivateKeyPem());
        using KubernetesClient node = new(new KubernetesClientConfiguration
        {
            Host = _server.Address.ToString(),
            SslCaCerts = [X509Certificate2.CreateFromPem(_server.Server.CaCertificatePem)],
            ClientCertificateData = Convert.ToBase64String(pem),
            ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(key.ExportPkcs8PrivateKeyPem())),
        });
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => node.Resource<V1Node>().GetAsync(null, "any"));
        Assert.Contains("system:node:n1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("asks", Signer, "system:nodes", "system:node:n2")]
    [InlineData("joins", Signer, "system:masters", "system:node:n2")]
    [InlineData("joins", Signer, "system:nodes", "kubernetes-admin")]
    [InlineData("joins", "example.com/other", "system:nodes", "system:node:n2")]
    public async Task Nobody_else_gets_one(string user, string signer, string organization, string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(user, "refused", key, organization, name, "", signer);

        // Requests are looked at in their order: once a later one is signed, this one was looked at.
        await AskAsync("joins", "later", key, "system:nodes", "system:node:n3", "");
        await _server.WaitForAsync(Requests, "later", request => request.Object["status"]?["certificate"] is not null);

        Assert.Equal("", (await _server.GetAsync($"{Requests}/refused")).At("status.certificate"));
    }

    private async Task<ApiAnswer> AskAsync(string user, string name, ECDsa key, string organization, string subject, string more, string signer = Signer)
    {
        X500DistinguishedNameBuilder builder = new();
        builder.AddOrganizationName(organization);
        builder.AddCommonName(subject);
        string pem = new CertificateRequest(builder.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        string body = $$$"""
            {"metadata":{"name":"{{{name}}}"},
             "spec":{ {{{more}}}"request":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}}}","signerName":"{{{signer}}}","usages":["client auth"]}}
            """;
        using HttpClient client = _server.Server.CreateClient(user);
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync(new Uri(Requests, UriKind.Relative), content);
        return new ApiAnswer((int)answer.StatusCode, System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync()), []);
    }

    private sealed class Fixture : ApiServerFixture
    {
        protected override DevApiServerOptions Options => base.Options with
        {
            Tokens = new Dictionary<string, DevApiServerUser>(base.Options.Tokens, StringComparer.Ordinal) { ["joins"] = new("joins", []), ["asks"] = new("asks", []) },
        };

        public new async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Server.ApplyAsync([Role("ask", "certificatesigningrequests"), Role("join", "certificatesigningrequests/nodeclient"), Bind("ask", "asks", "joins"), Bind("join", "joins")]);
        }

        private static string Role(string name, string resource) => $$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"{{name}}"},
             "rules":[{"apiGroups":["certificates.k8s.io"],"resources":["{{resource}}"],"verbs":["create"]}]}
            """;

        private static string Bind(string role, params string[] users) => $$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"{{role}}"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{role}}"},
             "subjects":[{{string.Join(',', users.Select(user => $$"""{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"{{user}}"}"""))}}]}
            """;
    }
}
