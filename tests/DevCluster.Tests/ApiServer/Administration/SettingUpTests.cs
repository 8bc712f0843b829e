using System.Net;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Administration;

public class SettingUpTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task What_is_applied_twice_is_there_once_and_as_it_was_said_last()
    {
        string ns = await server.CreateNamespaceAsync();
        string Map(string value) => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"{{ns}}"},"data":{"k":"{{value}}"} }""";

        await server.Server.ApplyAsync([Map("1"), Map("2")]);

        Assert.Equal("2", (await server.GetAsync($"{ApiServerFixture.ConfigMaps.In(ns)}/a")).At("data.k"));
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_with_its_words()
    {
        HttpRequestException refusal = await Assert.ThrowsAsync<HttpRequestException>(() => server.Server.ApplyAsync(
            ["""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"missing"}}"""]));

        Assert.Equal((HttpStatusCode.NotFound, "namespaces \"missing\" not found"), (refusal.StatusCode, refusal.Message));
    }

    [Fact]
    public async Task A_kubeconfig_of_a_service_account_has_its_namespace_and_its_rights_and_refusals_are_counted()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.Server.ApplyAsync([$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"bot","namespace":"{{ns}}"} }"""]);

        KubernetesClientConfiguration configuration = ClientConfiguration.Parse(
            await server.Server.KubeconfigForServiceAccountAsync(ns, "bot", TimeSpan.FromHours(1)));

        Assert.Equal(ns, configuration.Namespace);
        using KubernetesClient client = new(configuration, new KubernetesClientOptions { UserAgent = "bot" });
        ApiException refusal = await Assert.ThrowsAsync<ApiException>(() => client.Resource<V1Secret>().GetAsync(ns, "any"));
        Assert.Equal(HttpStatusCode.Forbidden, refusal.Code);
        Assert.Contains($"User \"system:serviceaccount:{ns}:bot\" cannot get resource \"secrets\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(("get", "secrets", "bot", 1L), server.Server.ForbiddenCounts
            .Where(count => count.Key.Client == "bot").Select(count => (count.Key.Verb, count.Key.Resource, count.Key.Client, count.Value)).Single());
    }
}
