using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.ControllerRuntime.Tests;

/// <summary>An informer against the development API server, with a history so short that a watch falls behind.</summary>
public sealed class DevApiServerInformerTests
{
    [Fact]
    public async Task The_store_equals_a_server_that_changes_faster_than_it_remembers()
    {
        await using DevApiServer server = await DevApiServer.StartAsync(new DevApiServerOptions { EventLogLength = 5 });
        using KubernetesClient client = new(ClientConfiguration.Parse(server.AdminKubeconfig));
        await client.Resource<V1Namespace>().CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "team" } });
        IResourceClient<V1ConfigMap> maps = client.Resource<V1ConfigMap>();
        Informer<V1ConfigMap> informer = new(maps, new InformerOptions { PageSize = 3 }, TimeProvider.System, NullLogger.Instance);
        using Mirror mirror = new(informer);
        using CancellationTokenSource stop = new();
        Task running = informer.RunAsync(stop.Token);
        await informer.Synced.WaitAsync(Patience.Usual);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => ChurnAsync(maps, number)));
        V1ConfigMap last = await maps.CreateAsync(Map("last"));
        await mirror.UntilAsync(seen => seen.GetValueOrDefault("team/last") == last.Metadata.ResourceVersion);

        KubernetesList<V1ConfigMap> truth = await maps.ListAsync("team");
        await stop.CancelAsync();
        await running;
        Assert.Equal(21, truth.Items.Count);
        Assert.Equal(
            truth.Items.Select(item => (item.Metadata.Name, item.Metadata.ResourceVersion)).Order(),
            informer.Store.List().Select(item => (item.Metadata.Name, item.Metadata.ResourceVersion)).Order());
        Assert.Empty(mirror.Lies);
    }

    private static async Task ChurnAsync(IResourceClient<V1ConfigMap> maps, int number)
    {
        V1ConfigMap created = await maps.CreateAsync(Map($"c{number}"));
        await maps.UpdateAsync(created with { Data = new Dictionary<string, string> { ["k"] = "v" } });
        if (number % 2 == 1)
            await maps.DeleteAsync("team", $"c{number}");
    }

    private static V1ConfigMap Map(string name) => new() { Metadata = new V1ObjectMeta { NamespaceProperty = "team", Name = name } };
}
