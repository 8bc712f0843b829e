using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Setup;

/// <summary>What is known of a management cluster, kept in step by watches, and a way to wait for it to change.</summary>
internal sealed class ClusterView : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TimeProvider _clock;
    private readonly IInformers _informers;
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Novelty _novelty = new();
    private long _progress;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterView(IHost host, TimeProvider clock)
    {
        (_host, _clock) = (host, clock);
        _informers = host.Services.GetRequiredService<IInformers>();
        Follow<ElementalHost>(Audit.OnHost);
        Follow<ElementalMachine>(Audit.OnMachine);
        Follow<ElementalRegistration>();
        Follow<Cluster>();
        Follow<Machine>();
    }

    /// <summary>Watches that no host is claimed twice.</summary>
    public ClaimAudit Audit { get; } = new();

    public IStore<ElementalHost> Hosts => _informers.Get<ElementalHost>().Store;

    public IStore<ElementalMachine> ElementalMachines => _informers.Get<ElementalMachine>().Store;

    public IStore<Machine> Machines => _informers.Get<Machine>().Store;

    public IStore<Cluster> Clusters => _informers.Get<Cluster>().Store;

    /// <summary>Follows a management cluster; everything is known when this returns.</summary>
    public static async Task<ClusterView> StartAsync(
        KubernetesClientConfiguration configuration, ILoggerFactory loggers, TimeProvider clock, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder = EmbeddedHost.NewBuilder("elemental-dev", configuration, loggers);

        // The host runs informers as long as there is a controller; this one only looks on.
        builder.Services.AddController<Onlooker>("onlooker", controller => controller.For<ElementalHost>().WithWorkers(1));
        ClusterView view = new(builder.Build(), clock);
        await view._host.StartAsync(cancellationToken);
        await view._informers.Get<ElementalHost>().Synced.WaitAsync(cancellationToken);
        await view._informers.Get<Machine>().Synced.WaitAsync(cancellationToken);
        return view;
    }

    /// <summary>Waits until something holds, as long as objects change into what they were not before.</summary>
    /// <param name="what">What is waited for, as in "waited for …".</param>
    /// <param name="holds">Whether it holds; asked after every change.</param>
    /// <param name="patience">How long nothing new may happen.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DevClusterException">It does not hold, and nothing new happened any more.</exception>
    public async Task UntilAsync(string what, Func<bool> holds, TimeSpan patience, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(patience, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        (Task changed, long progress) = NextChange();
        try
        {
            while (!holds())
            {
                await changed.WaitAsync(either.Token);
                (long before, (changed, progress)) = (progress, NextChange());
                if (progress != before)
                    deadline.CancelAfter(patience);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new DevClusterException($"Waited for {what}, and nothing new happened for {patience.TotalSeconds:F0} s.");
        }
    }

    /// <summary>Waits until an object is as it should be.</summary>
    /// <exception cref="DevClusterException">There is none, and nothing new happened any more.</exception>
    public async Task<T> FindAsync<T>(string what, Func<T, bool> wanted, TimeSpan patience, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IStore<T> store = _informers.Get<T>().Store;
        T? found = null;
        await UntilAsync(what, () => (found = store.List().FirstOrDefault(wanted)) is not null, patience, cancellationToken);
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable subscription in _subscriptions)
            subscription.Dispose();
        await EmbeddedHost.EndAsync(_host);
    }

    private void Follow<T>(Action<T?, T?>? audit = null)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _subscriptions.Add(_informers.Get<T>().Subscribe((before, after) =>
        {
            audit?.Invoke(before, after);
            Announce(after is null ? $"{before!.Metadata.Uid} is gone" : JsonSerializer.Serialize(after, KindOf<T>.Json));
        }));

    private (Task Changed, long Progress) NextChange()
    {
        lock (_lock)
            return (_changed.Task, _progress);
    }

    private void Announce(string situation)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _progress += _novelty.IsNew(situation) ? 1 : 0;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private sealed class Onlooker : IReconciler
    {
        public ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => ValueTask.FromResult(Result.Done);
    }
}
