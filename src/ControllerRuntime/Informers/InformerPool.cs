using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Events;
using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>All informers of the process. Those asked for after the start are started at once.</summary>
internal sealed class InformerPool(
    IKubernetesClient client,
    IOptions<ControllerRuntimeOptions> options,
    RuntimeMetrics metrics,
    EventRecorder events,
    TimeProvider timeProvider,
    ILoggerFactory loggers) : IInformers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Type Kind, InformerOptions Options), IRunnableInformer> _informers = [];
    private readonly List<Task> _running = [];
    private CancellationToken? _started;

    /// <summary>Those made so far.</summary>
    public IReadOnlyList<IRunnableInformer> All
    {
        get
        {
            lock (_lock)
                return [.. _informers.Values];
        }
    }

    public IInformer<T> Get<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => Get<T>(new InformerOptions { Namespace = options.Value.Namespace });

    public IInformer<T> Get<T>(InformerOptions options)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        lock (_lock)
        {
            if (_informers.TryGetValue((typeof(T), options), out IRunnableInformer? known))
                return (IInformer<T>)known;

            ILogger logger = loggers.CreateLogger("ElementalProvider.ControllerRuntime.Informer");
            UnreadableObjects unreadable = new(KindOf<T>.Type, logger, metrics, events);
            Informer<T> informer = new(client.Resource<T>(), options, timeProvider, logger, unreadable);
            _informers.Add((typeof(T), options), informer);
            if (_started is { } stopping)
                _running.Add(informer.RunAsync(stopping));
            return informer;
        }
    }

    /// <summary>Starts all informers, and those to come.</summary>
    public void Start(CancellationToken stopping)
    {
        lock (_lock)
        {
            _started = stopping;
            _running.AddRange(_informers.Values.Select(informer => informer.RunAsync(stopping)));
        }
    }

    /// <summary>Waits for the end of all informers, after the token given to <see cref="Start"/> was cancelled.</summary>
    public Task StoppedAsync()
    {
        lock (_lock)
            return Task.WhenAll(_running);
    }
}
