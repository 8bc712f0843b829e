using System.Security.Cryptography.X509Certificates;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

public sealed class TlsTests
{
    private readonly TestCertificates _authority = new("cluster");

    [Fact]
    public async Task A_server_signed_by_the_clusters_authority_is_trusted_and_http2_is_spoken()
    {
        string? protocol = null;
        await using ScriptedServer server = await StartAsync(context =>
        {
            protocol = context.Request.Protocol;
            return context.Response.JsonAsync("{}");
        });
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, SslCaCerts = [_authority.Authority] });

        await client.GetRawAsync("/version");

        Assert.Equal("HTTP/2", protocol);
    }

    [Fact]
    public async Task A_server_signed_by_another_authority_is_not()
    {
        await using ScriptedServer server = await StartAsync(context => context.Response.JsonAsync("{}"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, SslCaCerts = [new TestCertificates("other").Authority] });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetRawAsync("/version"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        await using ScriptedServer server = await StartAsync(context => context.Response.JsonAsync("{}"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, SslCaCerts = [_authority.Authority], TlsServerName = "kubernetes.default" });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetRawAsync("/version"));
    }

    [Fact]
    public async Task A_server_is_trusted_by_the_name_that_tls_server_name_gives_it()
    {
        await using ScriptedServer server = await StartAsync(context => context.Response.JsonAsync("{}"));
        Uri byAddressNotInTheCertificate = new UriBuilder(server.Address) { Host = "localhost" }.Uri;
        using KubernetesClient client = new(new KubernetesClientConfiguration
        {
            Host = byAddressNotInTheCertificate.AbsoluteUri,
            SslCaCerts = [_authority.Authority],
            TlsServerName = "127.0.0.1",
        });

        Assert.Equal("{}", await client.GetRawAsync("/version"));
    }

    [Fact]
    public async Task Verification_can_be_turned_off_by_name()
    {
        await using ScriptedServer server = await StartAsync(context => context.Response.JsonAsync("{}"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, SkipTlsVerify = true });

        Assert.Equal("{}", await client.GetRawAsync("/version"));
    }

    [Fact]
    public async Task The_client_certificate_of_a_kubeconfig_reaches_the_server()
    {
        string? subject = null;
        await using ScriptedServer server = await StartAsync(context =>
        {
            subject = context.Connection.ClientCertificate?.Subject;
            return context.Response.JsonAsync("""{"metadata":{"name":"n"}}""");
        });
        (_, string pem, string key) = _authority.Issue("system:admin");
        using KubernetesClient client = new(ClientConfiguration.Parse($"""
            current-context: c
            contexts:
            - name: c
              context:
                cluster: k
                user: u
            clusters:
            - name: k
              cluster:
                server: {server.Address}
                certificate-authority-data: {Base64(_authority.AuthorityPem)}
            users:
            - name: u
              user:
                client-certificate-data: {Base64(pem)}
                client-key-data: {Base64(key)}
            """));

        await client.Resource<V1Node>().GetAsync(null, "n");

        Assert.Equal("CN=system:admin", subject);
    }

    private Task<ScriptedServer> StartAsync(RequestDelegate answer)
    {
        (X509Certificate2 certificate, _, _) = _authority.Issue("server");
        return ScriptedServer.StartAsync(answer, certificate);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
