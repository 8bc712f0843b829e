using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Testing;

namespace ElementalProvider.Api.Tests;

/// <summary>Our kinds in the hands of somebody who has the Kubernetes package and our assembly of kinds, and nothing else of ours.</summary>
public sealed class StrangersClientTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Our_kinds_are_listed_watched_and_patched_with_the_packages_own_client()
    {
        await InstallAsync("infrastructure.cluster.x-k8s.io_elementalhosts.yaml");
        string space = await api.CreateNamespaceAsync();
        using MemoryStream kubeconfig = new(System.Text.Encoding.UTF8.GetBytes(api.AdminKubeconfig));
        using Kubernetes kubernetes = new(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(kubeconfig));
        using GenericClient hosts = new(kubernetes, ElementalGroup.Name, ElementalGroup.Version, "elementalhosts", disposeClient: false);
        using CancellationTokenSource patience = new(Patience);
        await hosts.CreateNamespacedAsync(Host("h1"), space, patience.Token);

        List<string> seen = [];
        await foreach ((WatchEventType type, ElementalHost host) in hosts.WatchNamespacedAsync<ElementalHost>(space, cancel: patience.Token))
        {
            seen.Add($"{type} {host.Metadata.Name} {host.Metadata.Label("rack")}");
            if (seen.Count == 1)
                await hosts.PatchNamespacedAsync<ElementalHost>(new V1Patch("""{"metadata":{"labels":{"rack":"r1"}}}""", V1Patch.PatchType.MergePatch), space, "h1", patience.Token);
            else
                break;
        }

        Assert.Equal(["Added h1 ", "Modified h1 r1"], seen);
        ElementalHost listed = Assert.Single((await hosts.ListNamespacedAsync<HostList>(space, cancel: patience.Token)).Items);
        Assert.Equal((ElementalHost.KubeKind, ElementalGroup.ApiVersion, "a key"), (listed.Kind, listed.ApiVersion, listed.Spec!.PubKey));
        Assert.Equal("m1", listed.Spec.MachineRef!.Name);
    }

    private async Task InstallAsync(string definition)
    {
        string yaml = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", definition));
        using StringContent body = new(yaml, System.Text.Encoding.UTF8, "application/yaml");
        using HttpResponseMessage answer = await api.Client.PostAsync(new Uri("apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private static ElementalHost Host(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new ElementalHostSpec { PubKey = "a key", MachineRef = new V1ObjectReference { Name = "m1" } },
    };

    /// <summary>A list as the package wants it: it makes lists by itself for its own kinds alone.</summary>
    private sealed class HostList : KubernetesObject, IItems<ElementalHost>
    {
        public required IList<ElementalHost> Items { get; set; }
    }
}
