using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.AgentGateway.Tests.Caching;

public class FreshReaderTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task Whoever_asks_while_a_read_is_on_its_way_shares_the_next_one()
    {
        using GatedNetwork network = new(api);
        string name = api.NextGatewayName();
        using KubernetesClient client = new(api.Configuration, new KubernetesClientOptions { UserAgent = name, Handler = network });
        FreshReader<ElementalRegistration> reader = new(client.Resource<ElementalRegistration>());
        ObjectKey key = await CreateAsync();

        network.Hold(HttpMethod.Get);
        Task<ElementalRegistration?> first = reader.FindAsync(key, CancellationToken.None);
        await network.ArrivedAsync();
        Task<ElementalRegistration?>[] crowd = [.. Enumerable.Range(0, 20).Select(_ => reader.FindAsync(key, CancellationToken.None))];
        network.Release();

        Assert.NotNull(await first.InTime());
        Assert.All(await Task.WhenAll(crowd).InTime(), Assert.NotNull);
        Assert.Equal(2, api.RequestsOf(name)["get elementalregistrations"]);
    }

    [Fact]
    public async Task What_is_gone_is_not_remembered()
    {
        FreshReader<ElementalRegistration> reader = new(api.Client.Resource<ElementalRegistration>());
        ObjectKey key = await CreateAsync();
        Assert.NotNull(await reader.FindAsync(key, CancellationToken.None).InTime());

        await api.Client.Resource<ElementalRegistration>().DeleteAsync(key.Namespace, key.Name);

        Assert.Null(await reader.FindAsync(key, CancellationToken.None).InTime());
    }

    private async Task<ObjectKey> CreateAsync()
    {
        ElementalRegistration created = await api.Client.Resource<ElementalRegistration>().CreateAsync(
            new ElementalRegistration { Metadata = new V1ObjectMeta { NamespaceProperty = await api.CreateNamespaceAsync(), Name = "reg" } });
        return ObjectKey.Of(created);
    }
}
