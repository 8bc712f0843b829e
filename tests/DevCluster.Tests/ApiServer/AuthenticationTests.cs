using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class AuthenticationTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Theory]
    [InlineData("readyz", 200)]
    [InlineData("version", 200)]
    [InlineData("apis", 403)]
    [InlineData("api/v1/namespaces", 403)]
    public async Task Whoever_does_not_say_who_he_is_may_only_probe(string path, int code)
    {
        using HttpClient anonymous = server.Server.CreateClient(null);

        using HttpResponseMessage answer = await anonymous.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(code, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_token_is_unauthorized_everywhere()
    {
        using HttpClient stranger = server.Server.CreateClient("nonsense");

        using HttpResponseMessage answer = await stranger.GetAsync(new Uri("version", UriKind.Relative));

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Kubeconfigs_outlive_a_restart_with_the_same_authority()
    {
        string certificate, key;
        await using (DevApiServer first = await DevApiServer.StartAsync(new DevApiServerOptions()))
            (certificate, key) = (first.CaCertificatePem, first.CaKeyPem);

        await using DevApiServer second = await DevApiServer.StartAsync(new DevApiServerOptions { CaCertificatePem = certificate, CaKeyPem = key });

        Assert.Equal(certificate, second.CaCertificatePem);
    }

    [Fact]
    public async Task Reviews_tell_who_asks_whose_a_token_is_and_what_is_allowed()
    {
        ApiAnswer self = await server.PostAsync("apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");
        ApiAnswer known = await server.PostAsync("apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"fixture-token"}}""");
        ApiAnswer unknown = await server.PostAsync("apis/authentication.k8s.io/v1/tokenreviews", """{"spec":{"token":"nonsense"}}""");
        ApiAnswer allowed = await server.PostAsync("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"get","resource":"secrets"}}}""");
        ApiAnswer nothing = await server.PostAsync("apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{}}""");

        Assert.Equal((201, "test", """["system:masters","system:authenticated"]"""), (self.Code, self.At("status.userInfo.username"), self.At("status.userInfo.groups")));
        Assert.Equal(("true", "test"), (known.At("status.authenticated"), known.At("status.user.username")));
        Assert.Equal("", unknown.At("status.authenticated"));
        Assert.Equal("true", allowed.At("status.allowed"));
        Assert.Equal(["FieldValueInvalid spec.resourceAttributes"], nothing.Causes);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_resource_and_client()
    {
        using HttpClient client = server.Server.CreateClient("fixture-token");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("counted/1.0 (test)");

        using HttpResponseMessage answer = await client.GetAsync(new Uri("api/v1/namespaces", UriKind.Relative));
        string metrics = await client.GetStringAsync(new Uri("metrics", UriKind.Relative));

        Assert.Equal(1, server.Server.RequestCounts[new DevApiServerRequest("list", "namespaces", "counted")]);
        Assert.Contains("apiserver_request_total{verb=\"list\",resource=\"namespaces\",subresource=\"\",code=\"200\",client=\"counted\"} 1\n", metrics, StringComparison.Ordinal);
    }
}
