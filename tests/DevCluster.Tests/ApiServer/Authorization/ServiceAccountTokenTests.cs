using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Authorization;

public sealed class ServiceAccountTokenTests(ServiceAccountTokenTests.ClockFixture server) : IClassFixture<ServiceAccountTokenTests.ClockFixture>
{
    private const string Accounts = "api/v1/namespaces/{ns}/serviceaccounts";
    private const string Myself = "apis/authentication.k8s.io/v1/selfsubjectreviews";

    public static async Task<string> TokenAsync(ApiServerFixture server, string ns, string name, string spec = "{}")
    {
        await server.PostAsync(Accounts.In(ns), $$"""{"metadata":{"name":"{{name}}"} }""");
        ApiAnswer answer = await server.PostAsync($"{Accounts.In(ns)}/{name}/token", $$"""{"spec":{{spec}} }""");
        Assert.True(answer.Code == 201, answer.Message);
        return answer.At("status.token");
    }

    [Fact]
    public async Task A_token_stands_for_the_account_and_its_groups()
    {
        string ns = await server.CreateNamespaceAsync();
        using Caller bot = Caller.WithToken(server, await TokenAsync(server, ns, "bot"));

        ApiAnswer self = await bot.SendAsync("POST", Myself, "{}");

        Assert.Equal($"system:serviceaccount:{ns}:bot", self.At("status.userInfo.username"));
        Assert.Equal($"""["system:serviceaccounts","system:serviceaccounts:{ns}","system:authenticated"]""", self.At("status.userInfo.groups"));
        Assert.Equal((await server.GetAsync($"{Accounts.In(ns)}/bot")).At("metadata.uid"), self.At("status.userInfo.uid"));
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        string ns = await server.CreateNamespaceAsync();
        using Caller bot = Caller.WithToken(server, await TokenAsync(server, ns, "bot", """{"expirationSeconds":600}"""));
        int before = (await bot.SendAsync("POST", Myself, "{}")).Code;

        server.Clock.Advance(TimeSpan.FromSeconds(601));

        Assert.Equal((201, 401), (before, (await bot.SendAsync("POST", Myself, "{}")).Code));
    }

    [Fact]
    public async Task A_token_ends_with_its_account_even_if_another_of_that_name_comes()
    {
        string ns = await server.CreateNamespaceAsync();
        using Caller bot = Caller.WithToken(server, await TokenAsync(server, ns, "bot"));
        int before = (await bot.SendAsync("POST", Myself, "{}")).Code;

        await server.DeleteAsync($"{Accounts.In(ns)}/bot");
        await TokenAsync(server, ns, "bot");

        Assert.Equal((201, 401), (before, (await bot.SendAsync("POST", Myself, "{}")).Code));
    }

    [Fact]
    public async Task A_token_for_others_is_good_for_them_alone()
    {
        string ns = await server.CreateNamespaceAsync();
        string token = await TokenAsync(server, ns, "bot", """{"audiences":["vault"]}""");
        using Caller bot = Caller.WithToken(server, token);

        ApiAnswer vault = await server.PostAsync("apis/authentication.k8s.io/v1/tokenreviews", $$"""{"spec":{"token":"{{token}}","audiences":["vault","other"]} }""");
        ApiAnswer api = await server.PostAsync("apis/authentication.k8s.io/v1/tokenreviews", $$"""{"spec":{"token":"{{token}}"} }""");

        Assert.Equal(("true", """["vault"]"""), (vault.At("status.authenticated"), vault.At("status.audiences")));
        Assert.Equal((string.Empty, 401), (api.At("status.authenticated"), (await bot.SendAsync("POST", Myself, "{}")).Code));
    }

    [Fact]
    public async Task A_changed_token_is_none()
    {
        string ns = await server.CreateNamespaceAsync();
        string[] parts = (await TokenAsync(server, ns, "bot")).Split('.');
        string[] other = (await TokenAsync(server, ns, "other")).Split('.');
        using Caller forger = Caller.WithToken(server, $"{parts[0]}.{other[1]}.{parts[2]}");

        Assert.Equal(401, (await forger.SendAsync("POST", Myself, "{}")).Code);
    }

    [Theory]
    [InlineData("""{"expirationSeconds":599}""", "FieldValueInvalid spec.expirationSeconds")]
    [InlineData("""{"boundObjectRef":{"kind":"Pod","name":"a"}}""", "FieldValueInvalid spec.boundObjectRef")]
    public async Task A_request_that_cannot_be_met_is_refused(string spec, string cause)
    {
        string ns = await server.CreateNamespaceAsync();
        await TokenAsync(server, ns, "bot");

        ApiAnswer answer = await server.PostAsync($"{Accounts.In(ns)}/bot/token", $$"""{"spec":{{spec}} }""");

        Assert.Equal((422, cause), (answer.Code, Assert.Single(answer.Causes)));
    }

    /// <summary>A server whose time tests move.</summary>
    public sealed class ClockFixture : ApiServerFixture
    {
        public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

        protected override DevApiServerOptions Options => base.Options with { Clock = Clock };
    }
}
