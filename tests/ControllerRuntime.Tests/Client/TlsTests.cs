using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Api.Meta.Tls;
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

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetRawAsync("/version"));
        Assert.Empty(server.Requests);
        Assert.Matches(
            @"^No safe connection to 127\.0\.0\.1:\d+: The server's certificate CN=\S+ \(from CN=cluster\S*, valid from \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ to \d{4}-.*Z\) is not accepted: "
            + "no authority of the kubeconfig vouches for it, so put that of the API server into its certificate-authority-data\\.$",
            error.Message);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_trusted()
    {
        await using ScriptedServer server = await StartAsync(context => context.Response.JsonAsync("{}"));
        using KubernetesClient client = new(new KubernetesClientConfiguration { Host = server.Address.AbsoluteUri, SslCaCerts = [_authority.Authority], TlsServerName = "kubernetes.default" });

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetRawAsync("/version"));
        Assert.Matches("is not accepted: it is for .+ and not for kubernetes\\.default, which the kubeconfig names\\.$", error.Message);
    }

    [Theory]
    [InlineData("1996-06-01", "it is not valid yet; is this clock right?")]
    [InlineData("2096-06-01", "it has expired; is this clock right?")]
    public void A_clock_that_is_wrong_is_asked_about_in_words_that_do_not_change_with_it(string today, string words)
    {
        CertificateFacts certificate = new(
            "CN=api", "CN=cluster", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), ["api"]);

        string message = CertificateProblem.Describe(
            SslPolicyErrors.RemoteCertificateChainErrors,
            X509ChainStatusFlags.NotTimeValid,
            certificate,
            new ExpectedServer("api", "the kubeconfig", "nobody"),
            DateTimeOffset.Parse(today, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            showsClock: false);

        Assert.Equal($"The server's certificate CN=api (from CN=cluster, valid from 2026-01-01 00:00:00Z to 2027-01-01 00:00:00Z) is not accepted: {words}", message);
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
