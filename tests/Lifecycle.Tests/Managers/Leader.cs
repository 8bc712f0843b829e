using System.Text;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Hosting;
using ElementalProvider.ControllerRuntime.Queue;
using ElementalProvider.Controllers;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Controllers.Registrations;
using ElementalProvider.Controllers.Workload;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Model;
using ElementalProvider.Lifecycle.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.Lifecycle.Tests.Managers;

/// <summary>
/// One manager that holds itself for the leader: the product's reconcilers, and its own sources, indexes and queues, over the model's API server.
/// </summary>
internal sealed class Leader
{
    private readonly World _world;
    private readonly Informers _informers;
    private readonly List<Running> _controllers = [];
    private readonly HashSet<(string Controller, ObjectKey Key)> _underWay = [];
    private CancellationTokenSource _term = new();

    public Leader(World world, int number)
    {
        (_world, Number) = (world, number);
        Process = new Process(world.Scheduler, $"leader {number}");
        _informers = new Informers(Process, world.Api);
        Process.Run(Start);
        _informers.List();
    }

    public int Number { get; }

    public Process Process { get; }

    /// <summary>How many writes the process believes its caches to be behind.</summary>
    public int Ahead => _ahead();

    private Func<int> _ahead = () => 0;

    public bool CatchUp(Freshness freshness, int events = int.MaxValue) => _informers.CatchUp(freshness, events);

    /// <summary>The watches have fallen too far behind.</summary>
    public void Relist() => _informers.List();

    /// <summary>Its lease is lost, and had again: what it was about to ask for is not asked for, and all that it knows stays.</summary>
    public void LoseLease()
    {
        using CancellationTokenSource lost = _term;
        _term = new CancellationTokenSource();
        Process.Run(lost.Cancel);
    }

    /// <summary>Begins to reconcile one object, whether it was asked for or not.</summary>
    public void ReconcileHost(string name) => Begin(_controllers[1], name);

    /// <summary>Begins to reconcile one object, whether it was asked for or not.</summary>
    public void ReconcileMachine(string name) => Begin(_controllers[0], name);

    /// <summary>Begins everything that the caches have asked for.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Work()
    {
        bool any = false;
        foreach (Running controller in _controllers)
        {
            while (controller.Queue.Count > 0)
            {
                any = true;
                Process.Run(() => _ = WorkAsync(controller));
            }
        }

        return any;
    }

    private void Begin(Running controller, string name)
    {
        ObjectKey key = new(ApiServer.Namespace, name);
        if (!_underWay.Contains((controller.Name, key)))
            Process.Run(() => _ = AttemptAsync(controller, key));
    }

    private async Task WorkAsync(Running controller)
    {
        (bool hasKey, ObjectKey key) = await controller.Queue.TakeAsync(CancellationToken.None);
        if (!hasKey)
            return;

        if (_underWay.Contains((controller.Name, key)))
            controller.Queue.AddAfter(key, TimeSpan.FromSeconds(1));
        else
            await AttemptAsync(controller, key);
        controller.Queue.Done(key);
    }

    // What the product's Controller does around a reconcile.
    private async Task AttemptAsync(Running controller, ObjectKey key)
    {
        CancellationToken term = _term.Token;
        _underWay.Add((controller.Name, key));
        try
        {
            Result result = await controller.Reconciler.ReconcileAsync(key, term);
            controller.Queue.Forget(key);
            if (result.RequeueAfter is { } delay)
                controller.Queue.AddAfter(key, delay);
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            if (_world.Rules.CutOffWorkIsDoneAgain)
                controller.Queue.Add(key);
        }
        catch (Exception exception)
        {
            if (!DefectLogger.IsOfTheWorld(exception))
                Process.Break($"{Process.Name} fails to reconcile the {controller.Name} {key.Name}: {exception}");
            controller.Queue.AddRateLimited(key);
        }
        finally
        {
            _underWay.Remove((controller.Name, key));
        }
    }

    private void Start()
    {
        Rules rules = _world.Rules;
        ServiceCollection services = [];
        services.AddElementalControllers();
        Withdrawals withdrawals = Registered<Withdrawals>(services);
        Departures departures = Registered<Departures>(services);
        ElementalControllersOptions options = Registered<ElementalControllersOptions>(services);

        ManagementClient client = new(Process, _world.Api, rules.Api);
        IInformers seenByWriters = rules.WritersHearOfDeletions ? _informers : new DeafToDeletions(_informers);
        ObjectWriter<ElementalHost> hosts = new(client, seenByWriters);
        ObjectWriter<ElementalMachine> machines = new(client, seenByWriters);
        ObjectWriter<ElementalRegistration> registrations = new(client, seenByWriters);
        _ahead = () => hosts.Ahead + machines.Ahead + registrations.Ahead;
        // Writers of their own have never written anything, so what they read is the cache alone.
        ObjectWriter<ElementalHost> readHosts = rules.WritesAreRead ? hosts : new(client, _informers);
        ObjectWriter<ElementalMachine> readMachines = rules.WritesAreRead ? machines : new(client, _informers);

        Definitions definitions = new(client);
        HostReservations reservations = new();
        HostReservations refusing = rules.ReservationsAreOnesOwn ? reservations : Refusing();
        WrittenCounts counts = new();
        WorkloadClusters workloads = new(client, Process.Clock)
        {
            Connect = kubeconfig => new WorkloadClient(Process, _world.Api, Encoding.UTF8.GetString(kubeconfig)),
        };
        NoEvents events = new();
        Add<MachineReconciler>(services, new MachineReconciler(
            new MachineObserver(_informers, readMachines, readHosts, reservations, counts, Process.Clock),
            new MachineActions(machines, hosts, workloads, refusing, counts, options, definitions, events),
            reservations) { Decide = _world.Watch.On(rules.ForMachine) });
        Add<HostReconciler>(services, new HostReconciler(
            new HostObserver(_informers, readHosts, readMachines, registrations, withdrawals, options, Process.Clock),
            hosts,
            machines,
            registrations,
            definitions,
            events) { Decide = _world.Watch.On(rules.ForHost) });
        Add<RegistrationReconciler>(services, new RegistrationReconciler(
            client, _informers, registrations, hosts, departures, definitions, options, Process.Clock) { Decide = rules.ForRegistration });
    }

    private void Add<T>(ServiceCollection services, IReconciler reconciler)
    {
        ControllerRegistration registration = services
            .Select(service => service.ImplementationInstance)
            .OfType<ControllerRegistration>()
            .First(each => each.Reconciler == typeof(T));
        WorkQueue<ObjectKey> queue = new(new WorkQueueOptions { Name = registration.Name }, Process.Clock, metrics: null);
        registration.Builder.Bind(new ControllerSources(_informers, queue, watchFilter: null));
        _controllers.Add(new Running(registration.Name, reconciler, queue));
    }

    private static T Registered<T>(ServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<T>().First();

    private static HostReservations Refusing()
    {
        HostReservations reservations = new();
        ElementalMachine other = new() { Metadata = new() { Name = "nobody", NamespaceProperty = ApiServer.Namespace } };
        foreach (string name in World.HostNames)
            reservations.TryReserve(new ElementalHost { Metadata = new() { Name = name, NamespaceProperty = ApiServer.Namespace } }, other);
        return reservations;
    }

    private sealed record Running(string Name, IReconciler Reconciler, WorkQueue<ObjectKey> Queue);

    /// <summary>Caches that do not tell of what is gone.</summary>
    private sealed class DeafToDeletions(IInformers informers) : IInformers
    {
        public IInformer<T> Get<T>()
            where T : class, IKubernetesObject<V1ObjectMeta> => new Deaf<T>(informers.Get<T>());

        public IInformer<T> Get<T>(InformerOptions options)
            where T : class, IKubernetesObject<V1ObjectMeta> => Get<T>();

        private sealed class Deaf<T>(IInformer<T> informer) : IInformer<T>
            where T : class, IKubernetesObject<V1ObjectMeta>
        {
            public IStore<T> Store => informer.Store;

            public Task Synced => informer.Synced;

            public void AddIndex(string name, Func<T, IEnumerable<string>> values) => informer.AddIndex(name, values);

            public IDisposable Subscribe(Action<T?, T?> handler) => informer.Subscribe((before, after) =>
            {
                if (after is not null)
                    handler(before, after);
            });
        }
    }
}
