using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Tls;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.Manager.Tests.Tls;

public class SecretAuthorityStoreTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task Replicas_that_start_together_share_one_authority()
    {
        using KubernetesClient client = new(ClientConfiguration.Parse(api.AdminKubeconfig));
        string namespaceName = await api.CreateNamespaceAsync();
        SecretAuthorityStore[] replicas = [.. Enumerable.Range(0, 4).Select(_ => new SecretAuthorityStore(client, namespaceName))];
        ManualTimeProvider clock = new();

        bool[] added = await Task.WhenAll(replicas.Select(store =>
            store.TryAddAsync(CertificateAuthority.Create(clock.GetUtcNow()), CancellationToken.None)));
        CertificateAuthority?[] kept = await Task.WhenAll(replicas.Select(store => store.FindAsync(CancellationToken.None)));

        Assert.Single(added, isFirst => isFirst);
        Assert.Single(kept.Select(authority => authority!.CertificatePem).Distinct());
    }

    [Fact]
    public async Task A_Secret_without_its_keys_is_named()
    {
        using KubernetesClient client = new(ClientConfiguration.Parse(api.AdminKubeconfig));
        string namespaceName = await api.CreateNamespaceAsync();
        await client.Resource<V1Secret>().CreateAsync(
            new V1Secret { Metadata = new V1ObjectMeta { NamespaceProperty = namespaceName, Name = SecretAuthorityStore.SecretName } });

        StartupException exception = await Assert.ThrowsAsync<StartupException>(() =>
            new SecretAuthorityStore(client, namespaceName).FindAsync(CancellationToken.None));

        Assert.Contains($"{namespaceName}/{SecretAuthorityStore.SecretName}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden", "give its service account the rights of config/rbac")]
    [InlineData(500, "InternalError", "start the manager again once the API server answers")]
    public async Task B18_What_the_API_server_refuses_is_one_sentence(int code, string reason, string remedy)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async context =>
        {
            context.Response.StatusCode = code;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no luck","reason":"{{reason}}","code":{{code}} }""");
        });
        using KubernetesClient client = new(server.Configuration, new KubernetesClientOptions { MaxRetries = 0 });
        SecretAuthorityStore store = new(client, "system");

        foreach (Func<Task> attempt in (Func<Task>[])[
            () => store.FindAsync(CancellationToken.None),
            () => store.TryAddAsync(CertificateAuthority.Create(DateTimeOffset.UnixEpoch.AddYears(60)), CancellationToken.None)])
        {
            StartupException exception = await Assert.ThrowsAsync<StartupException>(attempt);
            Assert.Contains("system/elemental-manager-ca", exception.Message, StringComparison.Ordinal);
            Assert.Contains("no luck", exception.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
        }
    }
}
