using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Manager.Tls;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;

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
}
