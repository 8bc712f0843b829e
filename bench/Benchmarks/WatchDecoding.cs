using BenchmarkDotNet.Attributes;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Benchmarks;

/// <summary>A watch of hosts through the whole client: reading lines, decoding, dropping managedFields.</summary>
[MemoryDiagnoser]
public class WatchDecoding : IDisposable
{
    private const int Events = 2000;
    private static readonly KubernetesClientConfiguration Configuration = new() { Host = "http://canned" };

    private CannedServer? _server;
    private KubernetesClient? _client;

    [GlobalSetup]
    public void Setup()
    {
        _server = new CannedServer(objects: 0, SampleHosts.Watch(Events));
        _client = new KubernetesClient(Configuration, new KubernetesClientOptions { Handler = _server });
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task<int> OneEvent()
    {
        int seen = 0;
        await foreach (WatchEvent<ElementalHost> change in _client!.Resource<ElementalHost>().WatchAsync())
            seen += change.Object.Metadata.Labels!.Count > 0 ? 1 : 0;
        return seen == Events ? seen : throw new InvalidOperationException($"{seen} events of {Events} arrived.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _client?.Dispose();
        _server?.Dispose();
        GC.SuppressFinalize(this);
    }
}
