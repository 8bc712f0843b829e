using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>An informer of config maps that runs on a clock of the test.</summary>
internal sealed class RunningInformer : IAsyncDisposable
{
    private readonly KubernetesClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningInformer(SmallApiServer server, InformerOptions? options = null)
    {
        _client = new KubernetesClient(server.Configuration);
        Informer = new Informer<V1ConfigMap>(_client.Resource<V1ConfigMap>(), options ?? new InformerOptions(), Clock, NullLogger.Instance);
        Mirror = new Mirror(Informer);
        _running = Informer.RunAsync(_stop.Token);
    }

    public ManualTimeProvider Clock { get; } = new();

    public Informer<V1ConfigMap> Informer { get; }

    public Mirror Mirror { get; }

    public IReadOnlyDictionary<string, string?> Versions =>
        Informer.Store.List().ToDictionary(item => ObjectKey.Of(item).ToString(), item => (string?)item.Metadata.ResourceVersion);

    /// <summary>Waits until the subscriber has heard what is wanted, and lets every back-off pass meanwhile.</summary>
    public async Task UntilAsync(Func<IReadOnlyDictionary<string, string?>, bool> holds)
    {
        using CancellationTokenSource enough = new(Patience.Usual);
        Task pump = PumpAsync(enough.Token);
        await Mirror.UntilAsync(holds);
        await enough.CancelAsync();
        await pump;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Mirror.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await Clock.AdvanceToTimerAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }
}
