using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer;

/// <summary>Machines join with the tokens that Secrets of kube-system hold.</summary>
public sealed class BootstrapTokenTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    private const string Secrets = "api/v1/namespaces/kube-system/secrets";
    private const string Secret = "0123456789abcdef";

    [Fact]
    public async Task A_token_stands_for_its_id_in_the_groups_that_its_Secret_names_until_that_is_deleted()
    {
        await CreateAsync("aaaaaa", """{"auth-extra-groups":"system:bootstrappers:kubeadm:default-node-token,system:masters"}""");

        ApiAnswer review = await server.PostAsync("apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"aaaaaa.{{{Secret}}}"}}""");
        Assert.Equal("system:bootstrap:aaaaaa", review.At("status.user.username"));
        Assert.Equal("""["system:bootstrappers","system:bootstrappers:kubeadm:default-node-token","system:authenticated"]""", review.At("status.user.groups"));

        Assert.Equal(200, (await server.DeleteAsync($"{Secrets}/bootstrap-token-aaaaaa")).Code);
        Assert.Equal(401, await CodeAsync($"aaaaaa.{Secret}"));
    }

    [Theory]
    [InlineData("bbbbb1", """{"expiration":"2001-01-01T00:00:00Z"}""")]
    [InlineData("bbbbb2", """{"expiration":"some day"}""")]
    [InlineData("bbbbb3", """{"usage-bootstrap-authentication":"false"}""")]
    [InlineData("bbbbb4", """{"token-id":"bbbbb5"}""")]
    public async Task A_token_whose_Secret_does_not_let_it_is_not_good(string id, string more)
    {
        await CreateAsync(id, more);

        Assert.Equal(401, await CodeAsync($"{id}.{Secret}"));
    }

    [Theory]
    [InlineData("cccccc.0123456789abcdee")]
    [InlineData("cccccc.")]
    [InlineData("../ccc.0123456789abcdef")]
    public async Task Another_secret_is_not_good(string token)
    {
        await server.PostAsync(Secrets, Manifest("cccccc", ""));
        Assert.Equal(200, await CodeAsync($"cccccc.{Secret}"));

        Assert.Equal(401, await CodeAsync(token));
    }

    private async Task CreateAsync(string id, string more) => Assert.Equal(201, (await server.PostAsync(Secrets, Manifest(id, more))).Code);

    private async Task<int> CodeAsync(string token)
    {
        using HttpClient client = server.Server.CreateClient(token);
        using HttpResponseMessage answer = await client.GetAsync(new Uri("version", UriKind.Relative));
        return (int)answer.StatusCode;
    }

    private static string Manifest(string id, string more)
    {
        JsonObject data = new() { ["token-id"] = id, ["token-secret"] = Secret, ["usage-bootstrap-authentication"] = "true" };
        foreach ((string key, JsonNode? value) in JsonNode.Parse(more.Length == 0 ? "{}" : more)!.AsObject())
            data[key] = value!.DeepClone();
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"bootstrap-token-{id}" },
            ["type"] = "bootstrap.kubernetes.io/token",
            ["stringData"] = data,
        }.ToJsonString();
    }
}
