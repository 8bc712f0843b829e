using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Registrations;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>Hosts, clusters and registrations, against the development API server.</summary>
public sealed class OtherKindsTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task I4_A_deleted_host_is_reset_and_goes_only_on_evidence()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await world.CreateHostAsync();

        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Metadata.Labels!.ContainsKey(HostLabels.NeedsReset));
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Labelled(HostLabels.Reset));

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
    }

    [Fact]
    public async Task I5_A_host_that_burnt_down_is_detached_with_an_event_that_says_who_and_why()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await world.CreateHostAsync();
        await world.DeleteAsync<ElementalHost>(world.HostName());
        await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Metadata.Labels!.ContainsKey(HostLabels.NeedsReset));

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.Annotated(HostAnnotations.Detach, "ada: burnt down"));

        await world.UntilGoneAsync<ElementalHost>(world.HostName());
        Corev1Event told = await world.UntilEventAsync(EventReasons.HostDetached);
        Assert.Equal("let go without a reset: ada: burnt down", told.Message);
    }

    [Fact]
    public async Task The_OS_version_of_a_claimed_host_follows_its_machine()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef is not null);

        await world.ChangeAsync<ElementalMachine>("m1", machine => machine with
        {
            Spec = machine.Spec! with { OsVersionManagement = Given.Json("""{"osVersion":{"imageUri":"oci://os:v2"}}""") },
        });

        await world.UntilAsync<ElementalHost>(
            world.HostName(),
            host => host.Spec?.OsVersionManagement?.GetProperty("osVersion").GetProperty("imageUri").GetString() == "oci://os:v2");
    }

    [Fact]
    public async Task O5_Hosts_follow_the_pause_of_their_cluster()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Spec?.HostRef is not null);

        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec { Paused = true } });
        await world.UntilAsync<ElementalHost>(world.HostName(), host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Paused));
        await world.ChangeAsync<Cluster>("c1", cluster => cluster with { Spec = new ClusterSpec() });

        await world.UntilAsync<ElementalHost>(
            world.HostName(), host => Conditions.Find(host.Status?.Conditions, ConditionTypes.Paused)?.Status == ConditionStatus.False);
    }

    [Fact]
    public async Task Fault_10_C8_A_cluster_waits_for_its_owner_and_leaves_after_its_machines()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await world.CreateAsync(new ElementalCluster
        {
            Metadata = new V1ObjectMeta { Name = "ec1", NamespaceProperty = world.Namespace },
            Spec = new ElementalClusterSpec { ControlPlaneEndpoint = new ApiEndpoint { Host = "192.0.2.10", Port = 6443 } },
        });
        await world.UntilAsync<ElementalCluster>("ec1", cluster => Reason(cluster.Status?.Conditions) == Reasons.MissingClusterOwner);

        Cluster owner = await world.CreateClusterAsync();
        await world.ChangeAsync<ElementalCluster>("ec1", cluster => cluster.WithMetadata(cluster.Metadata with
        {
            OwnerReferences = [new V1OwnerReference { ApiVersion = ClusterApiGroup.ApiVersion, Kind = "Cluster", Name = "c1", Uid = owner.Metadata.Uid! }],
        }));
        await world.UntilAsync<ElementalCluster>("ec1", cluster => cluster.Status is { Ready: true, Initialization.Provisioned: true });

        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => machine.Metadata.Finalizers?.Count > 0);
        await world.DeleteAsync<ElementalCluster>("ec1");
        await world.UntilAsync<ElementalCluster>("ec1", cluster => Reason(cluster.Status?.Conditions) == Reasons.Deleting);
        await world.DeleteAsync<ElementalMachine>("m1");

        await world.UntilGoneAsync<ElementalCluster>("ec1");
    }

    [Fact]
    public async Task A_registration_is_filled_in_and_gets_a_new_key_when_Secret_and_reference_are_taken_away()
    {
        await using World world = await World.CreateAsync(servers);
        await world.StartControllersAsync();
        await world.CreateAsync(new ElementalRegistration { Metadata = new V1ObjectMeta { Name = "reg", NamespaceProperty = world.Namespace } });

        ElementalRegistration ready = await world.UntilAsync<ElementalRegistration>("reg", IsReady);
        V1Secret key = await world.Client.Resource<V1Secret>().GetAsync(world.Namespace, "reg");
        RegistrationEndpoint endpoint = ready.Spec!.Config!.Elemental!.Registration!;
        Assert.Equal($"https://elemental.example/elemental/v1/namespaces/{world.Namespace}/registrations/reg", endpoint.Uri);
        Assert.Equal("ElementalRegistration", Assert.Single(key.Metadata.OwnerReferences!).Kind);
        Assert.True(SigningKey.TryRead(key, out string? pem));
        Assert.True(Es256Key.TryGetPublicPem(pem, out string? publicKey));
        Assert.True(RegistrationToken.Check(endpoint.Token, ObjectKey.Of(ready), publicKey, TimeProvider.System).IsValid);

        await world.DeleteAsync<V1Secret>("reg");
        await world.ChangeAsync<ElementalRegistration>("reg", registration => registration with
        {
            Spec = registration.Spec! with { PrivateKeyRef = null },
        });
        ElementalRegistration rekeyed = await world.UntilAsync<ElementalRegistration>(
            "reg", registration => registration.Spec?.PrivateKeyRef is not null && !IsReady(registration));

        Assert.Equal(endpoint.Token, rekeyed.Spec!.Config!.Elemental!.Registration!.Token);
        V1Secret second = await world.Client.Resource<V1Secret>().GetAsync(world.Namespace, "reg");
        Assert.NotEqual(key.Data![SigningKey.DataKey], second.Data![SigningKey.DataKey]);
    }

    private static bool IsReady(ElementalRegistration registration) => Conditions.IsTrue(registration.Status?.Conditions, ConditionTypes.Ready);

    private static string? Reason(IReadOnlyList<Condition>? conditions) => Conditions.Find(conditions, ConditionTypes.Ready)?.Reason;
}
