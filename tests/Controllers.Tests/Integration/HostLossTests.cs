using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Testing.Time;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Hosts that are deleted under their machines, come back, or never do.</summary>
public sealed class HostLossTests(ApiServers servers) : IClassFixture<ApiServers>
{
    private const string Why = "ada: burnt down";

    [Fact]
    public async Task M2_M3_A_provisioned_machine_replaces_a_deleted_host_and_stays_provisioned()
    {
        await using World world = await World.CreateAsync(servers);
        await ProvisionAsync(world);
        await using StatesSeen<ElementalMachine> seen = await StatesSeen<ElementalMachine>.FollowAsync(world, "m1");
        await world.CreateHostAsync(2, (HostLabels.Bootstrapped, "true"));

        await world.DeleteAsync<ElementalHost>(world.HostName());
        ElementalMachine waiting = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.NodeNotFound);
        Assert.Equal(ProviderId.Of(world.Namespace, world.HostName(2)), waiting.Spec!.ProviderId);
        await world.CreateNodeAsync(2);
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.Ready);

        V1Node node = await world.Workload.Resource<V1Node>().GetAsync(null, world.HostName(2));
        Assert.Equal(waiting.Spec.ProviderId, node.Spec!.ProviderID);
        IReadOnlyList<ElementalMachine> states = await seen.UntilAsync(machine => Reason(machine) == Reasons.Ready && HostOf(machine) == world.HostName(2));
        Assert.All(states, machine =>
        {
            Assert.True(machine.Status is { Ready: true, Initialization.Provisioned: true });
            Assert.False(string.IsNullOrEmpty(machine.Spec!.ProviderId));
            Assert.False(Reason(machine) == Reasons.Ready && HostOf(machine) is null, "a machine without a host is not ready");
        });

        ElementalHost first = await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Metadata.Labels!.ContainsKey(HostLabels.NeedsReset));
        Assert.NotNull(first.Metadata.DeletionTimestamp);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled(HostLabels.Reset));
        await world.UntilGoneAsync<ElementalHost>(world.HostName());
    }

    [Fact]
    public async Task I3_A_registration_that_is_deleted_in_the_foreground_wipes_none_of_its_hosts()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        ElementalRegistration registration = await world.CreateAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { Name = "reg", NamespaceProperty = world.Namespace },
        });
        await world.UntilAsync<ElementalRegistration>("reg", each => Conditions.IsTrue(each.Status?.Conditions, ConditionTypes.Ready));
        ElementalHost host = await world.CreateHostAsync(1);
        await world.ChangeAsync<ElementalHost>(world.HostName(), each => Ownership.Named(each, registration));
        KubernetesList<Corev1Event> before = await world.Client.Resource<Corev1Event>().ListAsync(world.Namespace);

        await world.Client.Resource<ElementalRegistration>().DeleteAsync(world.Namespace, "reg", new V1DeleteOptions { PropagationPolicy = "Foreground" });

        string reason = await FirstWordAsync(world, before, host);
        ElementalHost left = await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName());
        Assert.Equal(EventReasons.HostNotDetached, reason);
        Assert.NotNull(left.Metadata.DeletionTimestamp);
        Assert.DoesNotContain(HostLabels.NeedsReset, left.Metadata.Labels!.Keys);
    }

    /// <summary>What the controller says first of a host that is being deleted.</summary>
    private static async Task<string> FirstWordAsync(World world, KubernetesList<Corev1Event> before, ElementalHost host)
    {
        using Patience patience = new();
        var options = new WatchOptions { ResourceVersion = before.ResourceVersion() };
        await foreach (WatchEvent<Corev1Event> said in world.Client.Resource<Corev1Event>().WatchAsync(world.Namespace, options, patience.Over))
        {
            if (said.Object.InvolvedObject.Uid == host.Metadata.Uid && said.Object.Reason is EventReasons.HostNotDetached or EventReasons.ResetRequested)
                return said.Object.Reason;
        }

        throw new InvalidOperationException("the watch ended");
    }

    [Fact]
    public async Task A_host_that_has_wiped_itself_goes_once_its_machine_has_let_go()
    {
        await using World world = await World.CreateAsync(servers);
        await ProvisionAsync(world);
        await world.ChangeAsync<ElementalMachine>("m1", machine => machine.Annotated(ClusterApiGroup.PausedAnnotation));
        await world.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.Paused));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Metadata.Labels!.ContainsKey(HostLabels.NeedsReset));
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled(HostLabels.Reset));

        // Another host is through the same controller after it.
        await world.CreateHostAsync(2);
        await world.DeleteAsync<ElementalHost>(world.HostName(2));
        await world.UntilAsync<ElementalHost>(world.HostName(2), host => host.Metadata.Labels!.ContainsKey(HostLabels.NeedsReset));
        Assert.NotNull(await world.Client.Resource<ElementalHost>().FindAsync(world.Namespace, world.HostName()));

        await world.ChangeAsync<ElementalMachine>("m1", machine => machine.WithMetadata(machine.Metadata with { Annotations = null }));

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        ElementalMachine hostless = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.MissingAvailableHosts);
        Assert.Null(HostOf(hostless));
        Assert.Equal(ProviderId.Of(world.Namespace, world.HostName()), hostless.Spec!.ProviderId);
    }

    [Fact]
    public async Task M2_A_provisioned_machine_whose_host_was_torn_away_says_what_to_do()
    {
        await using World world = await World.CreateAsync(servers);
        await ProvisionAsync(world);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(ClusterApiGroup.DeleteForMoveAnnotation));
        await world.CreateHostAsync(2);

        await world.DeleteAsync<ElementalHost>(world.HostName());

        ElementalMachine lost = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.AssociatedHostNotFound);
        Assert.Equal(world.HostName(), HostOf(lost));
    }

    [Fact]
    public async Task I5_A_detached_host_is_remembered_by_its_registration_and_told_on_both()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        ElementalRegistration registration = await RegisterAsync(world, NewPublicKey());

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, Why));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilGoneAsync<ElementalHost>(world.HostName());

        ElementalRegistration after = await world.Client.Resource<ElementalRegistration>().GetAsync(world.Namespace, "reg");
        DetachedHost remembered = Assert.Single(DetachedHosts.Of(after.Metadata)!);
        Assert.Equal((world.HostName(), Why), (remembered.Name, remembered.Why));
        Assert.Equal(
            $"the host {world.HostName()} was let go without a reset: {Why}",
            (await world.UntilEventAsync(EventReasons.HostDetached, registration.Metadata.Uid!)).Message);
    }

    [Fact]
    public async Task A_detached_host_that_came_back_is_forgotten_when_it_has_wiped_itself()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        string key = NewPublicKey();
        ElementalRegistration registration = await RegisterAsync(world, key);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, Why));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilGoneAsync<ElementalHost>(world.HostName());

        // The gateway knows the key and asks for a reset; the host obeys.
        await world.CreateHostAsync(1, (HostLabels.NeedsReset, "true"));
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => OfRegistration(host, registration, key));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled(HostLabels.Reset));

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        await world.UntilAsync<ElementalRegistration>("reg", registration => DetachedHosts.Of(registration.Metadata)?.Count == 0);
    }

    [Fact]
    public async Task I5_A_host_whose_registration_is_gone_can_be_detached()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await world.CreateHostAsync();
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, Why) with
        {
            Spec = new ElementalHostSpec { PubKey = NewPublicKey() },
        });

        await world.DeleteAsync<ElementalHost>(world.HostName());

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
    }

    [Fact]
    public async Task I5_A_host_is_detached_even_while_its_cluster_is_paused_once_no_machine_names_it()
    {
        await using World world = await World.CreateAsync(servers);
        await ProvisionAsync(world);
        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec { Paused = true } });
        await world.UntilAsync<ElementalHost>(world.HostName(), host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Paused));
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, Why));
        await world.DeleteAsync<ElementalHost>(world.HostName());

        await world.DeleteAsync<ElementalMachine>("m1");

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        ElementalMachine held = await world.Client.Resource<ElementalMachine>().GetAsync(world.Namespace, "m1");
        Assert.True(held.IsDeleting(), "a paused machine waits for the end of the pause");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task I5_A_machine_whose_host_is_gone_for_good_can_be_deleted_although_its_cluster_is_gone_too(bool kubeconfigOnly)
    {
        await using World world = await World.CreateAsync(servers);
        await ProvisionAsync(world);
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, Why));
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        await world.DeleteAsync<V1Secret>("c1-kubeconfig");
        if (!kubeconfigOnly)
            await world.DeleteAsync<Cluster>("c1");

        await world.DeleteAsync<ElementalMachine>("m1");

        await world.UntilGoneAsync<ElementalMachine>("m1");
    }

    /// <summary>A machine whose node has joined.</summary>
    private static async Task ProvisionAsync(World world)
    {
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"));
        await world.CreateNodeAsync();
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.Ready);
    }

    private static async Task<ElementalRegistration> RegisterAsync(World world, string publicKey)
    {
        ElementalRegistration registration = await world.CreateAsync(new ElementalRegistration
        {
            Metadata = new V1ObjectMeta { Name = "reg", NamespaceProperty = world.Namespace },
        });
        await world.CreateHostAsync();
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => OfRegistration(host, registration, publicKey));
        return registration;
    }

    private static ElementalHost OfRegistration(ElementalHost host, ElementalRegistration registration, string publicKey) => host with
    {
        Metadata = host.Metadata with
        {
            OwnerReferences = [new V1OwnerReference { ApiVersion = ElementalGroup.ApiVersion, Kind = "ElementalRegistration", Name = "reg", Uid = registration.Metadata.Uid! }],
        },
        Spec = new ElementalHostSpec { PubKey = publicKey },
    };

    private static string NewPublicKey()
    {
        Assert.True(Es256Key.TryGetPublicPem(Es256Key.GeneratePrivatePem(), out string? pem));
        return pem;
    }

    private static string? HostOf(ElementalMachine machine) => machine.Spec?.HostRef?.Name;

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;

    [Fact]
    public async Task I3_Garbage_collection_resets_no_host()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await RegisterAsync(world, NewPublicKey());
        await world.UntilAsync<ElementalRegistration>("reg", each => each.Metadata.HasFinalizer(Finalizers.Registration));

        // It is held while it has a host; somebody strips its finalizers all the same.
        await world.DeleteAsync<ElementalRegistration>("reg");
        await world.UntilAsync<ElementalRegistration>(
            "reg", each => Conditions.Find(each.Status?.Conditions, ConditionTypes.Ready) is { Reason: Reasons.Deleting } ready && ready.Message.Contains("1 host is there", StringComparison.Ordinal));
        await world.ChangeAsync<ElementalRegistration>("reg", each => each.WithMetadata(each.Metadata with { Finalizers = [] }));

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        KubernetesList<Corev1Event> events = await world.Client.Resource<Corev1Event>().ListAsync(world.Namespace);
        Assert.DoesNotContain(events.Items, each => each.Reason == EventReasons.ResetRequested);
    }
}
