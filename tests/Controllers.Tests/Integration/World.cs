using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Faults;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>
/// One namespace with controllers that look at nothing else. The test plays everybody else: core, the gateway and the hosts.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>User agent of the controllers, under which the server counts their requests.</summary>
    public const string Controllers = "controllers-under-test";

    private readonly ApiServers _servers;
    private readonly List<IHost> _hosts = [];
    private readonly List<IDisposable> _owned = [];

    private World(ApiServers servers, string namespaceName)
    {
        _servers = servers;
        Namespace = namespaceName;
        Client = Own(new KubernetesClient(ClientConfiguration.Parse(servers.Management.AdminKubeconfig)));
        Workload = Own(new KubernetesClient(ClientConfiguration.Parse(servers.Workload.AdminKubeconfig)));
    }

    public string Namespace { get; }

    /// <summary>The management cluster, as the test sees it.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>The workload cluster, as the test sees it.</summary>
    public IKubernetesClient Workload { get; }

    public static async Task<World> CreateAsync(ApiServers servers) => new(servers, await servers.CreateNamespaceAsync());

    /// <summary>Another management cluster with a namespace of the same name, as the target of a move has.</summary>
    public async Task<World> CreateTwinAsync(ApiServers servers)
    {
        await servers.CreateNamespaceAsync(Namespace);
        return new World(servers, Namespace);
    }

    /// <summary>What goes wrong in the management cluster, until this world ends.</summary>
    public FaultInjection Faults => _servers.Management.Faults;

    /// <summary>Requests of the controllers that were answered so far.</summary>
    public long Requests(string verb, string resource) => _servers.Management.RequestCounts
        .Where(count => count.Key.Client == Controllers && count.Key.Verb == verb && count.Key.Resource == resource)
        .Sum(count => count.Value);

    /// <summary>The management cluster for requests that no typed client makes.</summary>
    public HttpClient Http => _servers.ManagementClient;

    /// <summary>A host name that no other test uses: Nodes have no namespace.</summary>
    public string HostName(int index = 1) => $"{Namespace}-h{index}";

    /// <summary>Starts controllers, as another replica where there are some already.</summary>
    /// <param name="clock">The clock of the controllers and of their client.</param>
    /// <param name="watchFilter">Value of the watch-filter label of the objects that they look after; null for all.</param>
    public async Task<IHost> StartControllersAsync(TimeProvider? clock = null, string? watchFilter = null)
    {
        KubernetesClientConfiguration configuration = ClientConfiguration.Parse(_servers.Management.AdminKubeconfig);
        var options = new KubernetesClientOptions
        {
            UserAgent = Controllers, RequestTimeout = TimeSpan.FromSeconds(10), TimeProvider = clock ?? TimeProvider.System,
            Jitter = clock is null ? Random.Shared.NextDouble : static () => 0,
        };
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<IKubernetesClient>(Own(new KubernetesClient(configuration, options)));
        builder.Services.AddControllerRuntime(runtime => (runtime.Namespace, runtime.WatchFilter) = (Namespace, watchFilter));
        builder.Services.AddElementalControllers(controllers => controllers.AgentEndpoint = new Uri("https://elemental.example"));
        IHost host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task StopControllersAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        host.Dispose();
    }

    public async Task<Cluster> CreateClusterAsync(bool paused = false)
    {
        Cluster cluster = await CreateAsync(new Cluster
        {
            Metadata = Meta("c1"), Spec = new ClusterSpec { Paused = paused ? true : null },
        });
        await CreateAsync(new V1Secret
        {
            Metadata = Meta("c1-kubeconfig"),
            Type = ClusterApiGroup.SecretType,
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(_servers.Workload.AdminKubeconfig) },
        });
        return await SetStatusAsync(cluster, cluster with
        {
            Status = new ClusterStatus
            {
                Initialization = new ClusterInitialization { InfrastructureProvisioned = true, ControlPlaneInitialized = true },
            },
        });
    }

    /// <summary>A Machine with bootstrap data and its ElementalMachine, owned as core does it.</summary>
    public Task<ElementalMachine> CreateMachineAsync(string name, V1LabelSelector? selector = null) =>
        CreateMachineAsync(name, $"{name}-bootstrap", selector);

    /// <summary>The same with other bootstrap data, or without.</summary>
    public async Task<ElementalMachine> CreateMachineAsync(string name, string? dataSecretName, V1LabelSelector? selector = null)
    {
        Machine owner = await CreateAsync(new Machine
        {
            Metadata = Meta(name),
            Spec = new MachineSpec
            {
                ClusterName = "c1",
                Bootstrap = new MachineBootstrap { DataSecretName = dataSecretName },
                InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = "ElementalMachine", Name = name },
            },
        });
        return await CreateAsync(new ElementalMachine
        {
            Metadata = Meta(name) with
            {
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = "c1" },
                OwnerReferences =
                [
                    new V1OwnerReference
                    {
                        ApiVersion = ClusterApiGroup.ApiVersion, Kind = "Machine", Name = name, Uid = owner.Metadata.Uid!, Controller = true,
                    },
                ],
            },
            Spec = new ElementalMachineSpec { Selector = selector },
        });
    }

    /// <summary>A registered, installed host, as the gateway leaves it.</summary>
    /// <summary>A free host. With the label that it is bootstrapped, it gets that once it is claimed, as a host that executes its data at once.</summary>
    public async Task<ElementalHost> CreateHostAsync(int index = 1, params (string Key, string Value)[] labels)
    {
        ElementalHost made = await CreateAsync(new ElementalHost
        {
            Metadata = Meta(HostName(index)) with
            {
                Finalizers = [Finalizers.Host],
                Labels = labels.Where(label => label.Key != HostLabels.Bootstrapped).ToDictionary(),
            },
            Spec = new ElementalHostSpec { PubKey = "key" },
        });
        await ReportAsync(made);
        made = await ChangeAsync<ElementalHost>(HostName(index), each => each.Labelled(HostLabels.Installed));
        if (labels.Any(label => label.Key == HostLabels.Bootstrapped))
            _ = BootstrapAsync(HostName(index));
        return made;
    }

    private async Task BootstrapAsync(string host)
    {
        try
        {
            await UntilAsync<ElementalHost>(host, each => each.IsClaimed());
            await ChangeAsync<ElementalHost>(host, each => each.Labelled(HostLabels.Bootstrapped));
        }
        catch (Exception exception) when (exception is TimeoutException or ApiException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody claimed it, or the test is over.
        }
    }

    /// <summary>The host reports, again where the controllers were faster.</summary>
    public async Task<ElementalHost> ReportAsync(ElementalHost host)
    {
        while (true)
        {
            try
            {
                return await SetStatusAsync(host, host with { Status = (host.Status ?? new ElementalHostStatus()) with { Phase = HostPhase.Running } });
            }
            catch (ApiException exception) when (exception.IsConflict)
            {
                host = await Client.Resource<ElementalHost>().GetAsync(Namespace, host.Metadata.Name!);
            }
        }
    }

    public Task<V1Node> CreateNodeAsync(int index = 1, string? providerId = null, params V1Taint[] taints) => Workload.Resource<V1Node>().CreateAsync(new V1Node
    {
        Metadata = new V1ObjectMeta { Name = HostName(index) },
        Spec = new V1NodeSpec { ProviderID = providerId, Taints = taints },
        Status = new V1NodeStatus { Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "192.0.2.1" }] },
    });

    public Task<T> CreateAsync<T>(T resource)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.Resource<T>().CreateAsync(resource);

    /// <summary>Changes an object as somebody else would, again where the controllers were faster.</summary>
    public async Task<T> ChangeAsync<T>(string name, Func<T, T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        while (true)
        {
            T before = await Client.Resource<T>().GetAsync(Namespace, name);
            try
            {
                return await Client.Resource<T>().PatchAsync(before, change(before), "test");
            }
            catch (ApiException exception) when (exception.IsConflict)
            {
                // Read and change again.
            }
        }
    }

    public Task<T> SetStatusAsync<T>(T before, T after)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.Resource<T>().PatchStatusAsync(before, after, "test");

    public Task DeleteAsync<T>(string name)
        where T : class, IKubernetesObject<V1ObjectMeta> => Client.Resource<T>().DeleteAsync(Namespace, name);

    /// <summary>Waits until an object is as expected.</summary>
    public async Task<T> UntilAsync<T>(string name, Predicate<T> expected)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        T? last = null;
        await foreach (T? now in StatesAsync<T>(name))
        {
            if (now is not null && expected(now))
                return now;
            last = now;
        }

        throw new TimeoutException($"{KindOf<T>.Type.Kind} {name} did not become as expected; it is {Text(last)}");
    }

    /// <summary>Waits until an object is gone.</summary>
    public async Task UntilGoneAsync<T>(string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        T? last = null;
        await foreach (T? now in StatesAsync<T>(name))
        {
            if (now is null)
                return;
            last = now;
        }

        throw new TimeoutException($"{KindOf<T>.Type.Kind} {name} did not go; it is {Text(last)}");
    }

    /// <summary>Waits for an event of a reason in this namespace.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="about">UID of the object that the event is about; null for any.</param>
    public async Task<Corev1Event> UntilEventAsync(string reason, string? about = null)
    {
        bool IsMeant(Corev1Event each) => each.Reason == reason && (about is null || each.InvolvedObject?.Uid == about);
        using Patience patience = new();
        KubernetesList<Corev1Event> list = await Client.Resource<Corev1Event>().ListAsync(Namespace, cancellationToken: patience.Over);
        if (list.Items.FirstOrDefault(IsMeant) is { } there)
            return there;

        var options = new WatchOptions { ResourceVersion = list.ResourceVersion() };
        await foreach (WatchEvent<Corev1Event> change in Client.Resource<Corev1Event>().WatchAsync(Namespace, options, patience.Over))
        {
            patience.See(change.Object.Reason ?? "");
            if (IsMeant(change.Object))
                return change.Object;
        }

        throw new TimeoutException($"no event {reason} was recorded");
    }

    public async ValueTask DisposeAsync()
    {
        Faults.Clear();
        foreach (IHost host in _hosts.ToList())
            await StopControllersAsync(host);
        foreach (IDisposable owned in Enumerable.Reverse(_owned))
            owned.Dispose();
    }

    /// <summary>Every state of an object from now on, null where it does not exist; ends when it has long not changed any more.</summary>
    private async IAsyncEnumerable<T?> StatesAsync<T>(string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        using Patience patience = new();
        var only = new ListOptions { FieldSelector = $"metadata.name={name}" };
        KubernetesList<T> list = await Client.Resource<T>().ListAsync(Namespace, only, patience.Over);
        yield return list.Items.SingleOrDefault();

        var options = new WatchOptions { FieldSelector = only.FieldSelector, ResourceVersion = list.ResourceVersion(), AllowBookmarks = false };
        await using IAsyncEnumerator<WatchEvent<T>> events =
            Client.Resource<T>().WatchAsync(Namespace, options, patience.Over).GetAsyncEnumerator(patience.Over);
        while (await NextAsync(events))
        {
            patience.SeeLine(Text(events.Current.Object));
            yield return events.Current.Type == WatchEventType.Deleted ? null : events.Current.Object;
        }
    }

    private static async Task<bool> NextAsync<T>(IAsyncEnumerator<T> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Text<T>(T? resource)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource is null ? "not there" : System.Text.Json.JsonSerializer.Serialize(resource, KindOf<T>.Json);

    private V1ObjectMeta Meta(string name) => new() { Name = name, NamespaceProperty = Namespace };

    private TOwned Own<TOwned>(TOwned owned)
        where TOwned : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
