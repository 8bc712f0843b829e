using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.LoadGenerator.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.LoadGenerator.Cluster;

/// <summary>The API server under load. Counts its own requests, because most API servers do not tell clients apart.</summary>
internal sealed class ManagementCluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RequestSeries, long> _own = new();
    private readonly IKubernetesClient _client;
    private readonly IHost _host;
    private readonly IInformers _informers;

    private ManagementCluster(IKubernetesClient client, IHost host)
    {
        _client = client;
        _host = host;
        _informers = host.Services.GetRequiredService<IInformers>();
    }

    public Uri Server => _client.Server;

    /// <summary>The requests made here so far, without those of informers.</summary>
    public IReadOnlyDictionary<RequestSeries, long> OwnRequests => new Dictionary<RequestSeries, long>(_own);

    /// <summary>Makes a client and starts what follows objects; the server is not asked yet.</summary>
    /// <exception cref="KubernetesConfigurationException">The kubeconfig is missing or wrong.</exception>
    public static async Task<ManagementCluster> ConnectAsync(
        string? kubeconfig, string? context, TimeProvider clock, CancellationToken cancellationToken)
    {
        KubernetesClient client = new(
            ClientConfiguration.Load(kubeconfig, context),
            new KubernetesClientOptions { UserAgent = UserAgent.Name, TimeProvider = clock });
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(clock).AddSingleton<IKubernetesClient>(client).AddControllerRuntime(options => options.Component = UserAgent.Name);
        IHost host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new ManagementCluster(client, host);
    }

    /// <summary>Follows a kind in a namespace.</summary>
    public async Task<IInformer<T>> FollowAsync<T>(string namespaceName, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IInformer<T> informer = _informers.Get<T>(new InformerOptions { Namespace = namespaceName });
        await informer.Synced.WaitAsync(cancellationToken);
        return informer;
    }

    public Task<T> CreateAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Count<T>(Verbs.Create);
        return _client.Resource<T>().CreateAsync(resource, cancellationToken: cancellationToken);
    }

    /// <summary>Creates an object, or leaves the one that is there as it is.</summary>
    public async Task EnsureAsync<T>(T resource, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await CreateAsync(resource, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsAlreadyExists)
        {
            return;
        }
    }

    public Task<T> PatchAsync<T>(string? namespaceName, string name, JsonObject body, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Count<T>(Verbs.Patch, subresource);
        WriteOptions options = new() { FieldManager = UserAgent.Name, Subresource = subresource };
        return _client.Resource<T>().PatchAsync(namespaceName, name, Patch.Merge(body), options, cancellationToken);
    }

    public Task<T?> DeleteAsync<T>(string namespaceName, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        Count<T>(Verbs.Delete);
        return _client.Resource<T>().DeleteAsync(namespaceName, name, cancellationToken: cancellationToken);
    }

    /// <summary>Deletes an object and takes its finalizers away, so that it goes whoever else would have to agree.</summary>
    public async Task DiscardAsync<T>(string namespaceName, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            if (await DeleteAsync<T>(namespaceName, name, cancellationToken) is not null)
                await PatchAsync<T>(namespaceName, name, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return;
        }
    }

    /// <summary>The API server's request counters, or null where they may not be read.</summary>
    public async Task<IReadOnlyDictionary<RequestSeries, long>?> ReadRequestsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return RequestMetrics.Parse(await _client.GetRawAsync("/metrics", cancellationToken));
        }
        catch (ApiException exception) when (exception.IsNotFound || exception.IsForbidden || exception.IsUnauthorized)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _client.Dispose();
    }

    private void Count<T>(string verb, string? subresource = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        string resource = subresource is null ? KindOf<T>.Type.Plural : $"{KindOf<T>.Type.Plural}/{subresource}";
        _own.AddOrUpdate(new RequestSeries("", verb, resource), 1, static (_, count) => count + 1);
    }
}
