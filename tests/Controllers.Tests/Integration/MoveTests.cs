using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.DevCluster.Moving;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>clusterctl move between two management clusters, with controllers at work on both sides.</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private readonly ApiServers _sourceServers = new();
    private readonly ApiServers _targetServers = new();

    public Task InitializeAsync() => Task.WhenAll(_sourceServers.InitializeAsync(), _targetServers.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(_sourceServers.DisposeAsync(), _targetServers.DisposeAsync());

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task T14_MV3_A_move_resets_no_host_and_the_target_rebuilds_what_was(int? seed)
    {
        await using World source = await World.CreateAsync(_sourceServers);
        await using World target = await source.CreateTwinAsync(_targetServers);
        await source.StartControllersAsync();
        await target.StartControllersAsync();
        await PrepareAsync(source);
        string before = (await source.Client.Resource<ElementalMachine>().GetAsync(source.Namespace, "m1")).Metadata.Uid!;
        KubernetesList<ElementalHost> hosts = await source.Client.Resource<ElementalHost>().ListAsync(source.Namespace);
        Task<IReadOnlyList<ElementalHost>> leaving = LastWordsAsync(source, hosts);

        ClusterMove move = new(new MoveEnd("source", source.Http), new MoveEnd("target", target.Http), source.Namespace, _ => { }, TimeProvider.System)
        {
            Shuffle = seed is { } random ? new Random(random) : null,
        };
        await move.RunAsync(CancellationToken.None);
        await RebuildStatusOfCoreAsync(target);

        ElementalMachine unheard = await target.UntilAsync<ElementalMachine>("m1", machine => machine.Status?.Initialization?.Provisioned == true);
        Condition unknown = Conditions.Find(unheard.Status!.Conditions, ConditionTypes.Ready)!;
        Assert.Equal((ConditionStatus.Unknown, Reasons.HostNotReported), (unknown.Status, unknown.Reason));
        ElementalHost silent = await target.UntilAsync<ElementalHost>(
            target.HostName(), host => Conditions.Find(host.Status?.Conditions, ConditionTypes.Ready)?.Reason == Reasons.HostNotReported);
        await target.ReportAsync(silent);
        ElementalMachine moved = await target.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.Ready));
        Assert.NotEqual(before, moved.Metadata.Uid);
        Assert.Equal(source.HostName(), moved.Spec!.HostRef!.Name);
        Assert.Equal($"elemental://{source.Namespace}/{source.HostName()}", moved.Spec.ProviderId);
        Assert.True(Conditions.IsTrue(moved.Status!.Conditions, ConditionTypes.Ready));

        ElementalHost serving = await target.Client.Resource<ElementalHost>().GetAsync(target.Namespace, target.HostName());
        ElementalHost free = await target.Client.Resource<ElementalHost>().GetAsync(target.Namespace, target.HostName(2));
        Assert.True(HostClaim.IsHeldBy(serving, moved));
        Assert.Equal(HostAvailability.Free, free.Availability());

        Assert.All([.. await leaving, serving, free], host => Assert.DoesNotContain(HostLabels.NeedsReset, host.Metadata.Labels!.Keys));
        await AssertNothingWasResetAsync(source);
        await AssertNothingWasResetAsync(target);
    }

    /// <summary>One host that serves a provisioned machine, one that is free, both of a registration.</summary>
    private static async Task PrepareAsync(World world)
    {
        ElementalRegistration registration = await world.CreateAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { Name = "reg", NamespaceProperty = world.Namespace },
        });
        await world.UntilAsync<ElementalRegistration>("reg", each => Conditions.IsTrue(each.Status?.Conditions, ConditionTypes.Ready));
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"), ("role", "worker"));
        await world.CreateHostAsync(2);
        foreach (string host in new[] { world.HostName(), world.HostName(2) })
            await world.ChangeAsync<ElementalHost>(host, each => OwnedBy(each, registration));

        await world.CreateNodeAsync();
        await world.CreateMachineAsync("m1", new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["role"] = "worker" } });
        ElementalMachine machine = await world.UntilAsync<ElementalMachine>("m1", each => each.Status?.Initialization?.Provisioned == true);

        // Core copies the provider ID and never looks back; that is what survives a move. Without its Node a Machine is not moved.
        Machine provisioned = await world.ChangeAsync<Machine>("m1", each => each with { Spec = each.Spec! with { ProviderId = machine.Spec!.ProviderId } });
        await world.SetStatusAsync(provisioned, provisioned with { Status = new MachineStatus { NodeRef = new NodeReference { Name = world.HostName() } } });
    }

    private static ElementalHost OwnedBy(ElementalHost host, ElementalRegistration registration) => host.WithMetadata(host.Metadata with
    {
        OwnerReferences =
        [
            new V1OwnerReference { ApiVersion = ElementalGroup.ApiVersion, Kind = "ElementalRegistration", Name = "reg", Uid = registration.Metadata.Uid! },
        ],
    });

    /// <summary>Core starts with an empty status in the target as well.</summary>
    private static async Task RebuildStatusOfCoreAsync(World target)
    {
        Cluster cluster = await target.Client.Resource<Cluster>().GetAsync(target.Namespace, "c1");
        Assert.Null(cluster.Status?.Initialization);
        await target.SetStatusAsync(cluster, cluster with
        {
            Status = new ClusterStatus
            {
                Initialization = new ClusterInitialization { InfrastructureProvisioned = true, ControlPlaneInitialized = true },
            },
        });
    }

    /// <summary>The hosts of a cluster as they were when they went. Labels that ask for a reset are never taken off, so that is enough.</summary>
    private static async Task<IReadOnlyList<ElementalHost>> LastWordsAsync(World world, KubernetesList<ElementalHost> hosts)
    {
        using Patience patience = new();
        IResourceClient<ElementalHost> client = world.Client.Resource<ElementalHost>();
        List<ElementalHost> gone = [];
        var options = new WatchOptions { ResourceVersion = hosts.ResourceVersion() };
        await foreach (WatchEvent<ElementalHost> change in client.WatchAsync(world.Namespace, options, patience.Over))
        {
            patience.See(change.Object.Metadata.ResourceVersion);
            if (change.Type == WatchEventType.Deleted)
                gone.Add(change.Object);
            if (gone.Count == hosts.Items.Count)
                break;
        }

        return gone;
    }

    private static async Task AssertNothingWasResetAsync(World world)
    {
        KubernetesList<Corev1Event> events = await world.Client.Resource<Corev1Event>().ListAsync(world.Namespace);
        Assert.DoesNotContain(events.Items, each => each.Reason is EventReasons.ResetRequested or Reasons.HostBeingDeleted or Reasons.AssociatedHostNotFound);
    }
}
