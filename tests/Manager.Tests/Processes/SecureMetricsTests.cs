using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Endpoints;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.Manager.Tests.Processes;

/// <summary>Who gets the metrics where others than this machine can ask for them.</summary>
public sealed class SecureMetricsTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task Metrics_are_for_those_whose_token_may_get_them()
    {
        await api.DefineKindsAsync();
        await using RunningManager manager = await RunningManager.StartAsync(api, secureMetrics: true);
        await api.Server.ApplyAsync(
        [
            Account("scraper"), Account("stranger"),
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"scraper"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"elemental-metrics-reader"},"subjects":[{"kind":"ServiceAccount","name":"scraper","namespace":"default"}]}""",
        ]);
        using HttpClient client = Trusting(manager.AuthorityPem);

        (HttpStatusCode status, string body) = await GetAsync(client, manager, token: null);
        Assert.Equal((HttpStatusCode.Unauthorized, "The metrics are shown to who sends a token of the cluster in the header Authorization: Bearer.\n"), (status, body));
        (status, body) = await GetAsync(client, manager, "made-up");
        Assert.Equal((HttpStatusCode.Unauthorized, "The API server does not know the token; it may have expired.\n"), (status, body));
        (status, body) = await GetAsync(client, manager, await TokenAsync("stranger"));
        Assert.Equal(
            (HttpStatusCode.Forbidden, "system:serviceaccount:default:stranger may not get /metrics; bind the ClusterRole elemental-metrics-reader to it.\n"),
            (status, body));
        string scraper = await TokenAsync("scraper");
        (status, body) = await GetAsync(client, manager, scraper);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("elemental_gateway_streams", body, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => manager.GetMetricsAsync("/metrics"));
        Assert.DoesNotContain(scraper, manager.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_server_that_is_away_lets_nobody_in_and_is_named()
    {
        using KubernetesClient client = new(ClientConfiguration.Parse(api.AdminKubeconfig), new KubernetesClientOptions
        {
            Handler = new Answering(_ => throw new HttpRequestException("Connection refused (api.test:6443)")),
        });
        MetricsAccess access = new(client, new ManualTimeProvider(), NullLogger<MetricsAccess>.Instance);

        MetricsVerdict verdict = await access.JudgeAsync("Bearer some", CancellationToken.None);

        Assert.Equal(new(503, "The API server cannot be asked who may read the metrics: Connection refused (api.test:6443)."), verdict);
    }

    [Fact]
    public async Task Answers_are_kept_for_a_while_and_strangers_cannot_have_ever_more_questions_asked()
    {
        int questions = 0;
        ManualTimeProvider clock = new();
        using KubernetesClient client = new(ClientConfiguration.Parse(api.AdminKubeconfig), new KubernetesClientOptions
        {
            Handler = new Answering(request =>
            {
                questions++;
                return request.RequestUri!.AbsolutePath.EndsWith("tokenreviews", StringComparison.Ordinal)
                    ? """{"metadata":{},"status":{"authenticated":true,"user":{"username":"me","groups":["us"]}}}"""
                    : """{"metadata":{},"status":{"allowed":true}}""";
            }),
        });
        MetricsAccess access = new(client, clock, NullLogger<MetricsAccess>.Instance);

        for (int scrape = 0; scrape < 100; scrape++)
            Assert.Equal(200, (await access.JudgeAsync("Bearer some", CancellationToken.None)).Status);
        Assert.Equal(2, questions);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (await access.JudgeAsync("bearer some", CancellationToken.None)).Status);
        Assert.Equal(4, questions);

        int refused = 0;
        for (int stranger = 0; stranger < 100; stranger++)
            refused += (await access.JudgeAsync($"Bearer {stranger}", CancellationToken.None)).Status == 503 ? 1 : 0;
        Assert.Equal(100 - 19, refused);
        Assert.Equal(200, (await access.JudgeAsync("Bearer some", CancellationToken.None)).Status);
    }

    private static string Account(string name) => $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{name}}}","namespace":"default"}}""";

    private async Task<string> TokenAsync(string account) =>
        ClientConfiguration.Parse(await api.Server.KubeconfigForServiceAccountAsync("default", account, TimeSpan.FromHours(1))).AccessToken!;

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HttpClient client, RunningManager manager, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, manager.SecureMetricsUrl);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static HttpClient Trusting(string authorityPem)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authorityPem));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } });
    }

    private sealed class Answering(Func<HttpRequestMessage, string> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent(answer(request)), RequestMessage = request });
    }
}
