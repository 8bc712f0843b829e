using System.Text.Json;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>The way of an OS version from a machine to its host, and of the host's answer back.</summary>
public sealed class OsVersionTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task A_claim_hands_over_version_and_bootstrap_data_at_once()
    {
        await using World world = await World.CreateAsync(servers);
        await world.CreateClusterAsync();
        await world.CreateHostAsync();
        await using StatesSeen<ElementalHost> seen = await StatesSeen<ElementalHost>.FollowAsync(world, world.HostName());
        await world.CreateMachineAsync("m1");
        await WantAsync(world, "v2");

        await world.StartControllersAsync();

        IReadOnlyList<ElementalHost> states = await seen.UntilAsync(host => host.Spec?.BootstrapSecret is not null);
        Assert.Equal("v2", VersionOf(states[^1]));
        Assert.All(states.SkipLast(1), host => Assert.Null(VersionOf(host)));
    }

    [Fact]
    public async Task A_new_version_is_forwarded_told_and_never_called_ready_before_the_host_has_answered()
    {
        await using World world = await World.CreateAsync(servers);
        await ServeAsync(world);
        await WantAsync(world, "v1");
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");
        await AnswerAsync(world);
        await world.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.OSVersionReady));
        await using StatesSeen<ElementalMachine> seen = await StatesSeen<ElementalMachine>.FollowAsync(world, "m1");

        await WantAsync(world, "v2");
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v2");
        ElementalMachine unanswered = await world.UntilAsync<ElementalMachine>("m1", IsUnanswered);
        Assert.True(Conditions.IsTrue(unanswered.Status!.Conditions, ConditionTypes.HostReady));
        await AnswerAsync(world);

        IReadOnlyList<ElementalMachine> states = await seen.UntilAsync(IsReadyForItsGeneration);
        Assert.Contains(states, IsUnanswered);
        Corev1Event told = await world.UntilEventAsync(EventReasons.OSVersionForwarded);
        Assert.Equal("the ElementalMachine m1 wants another OS version", told.Message);
    }

    [Fact]
    public async Task The_wish_of_the_machine_wins_over_an_edit_of_the_host_and_its_removal_leaves_the_host_alone()
    {
        await using World world = await World.CreateAsync(servers);
        await ServeAsync(world);
        await WantAsync(world, "v1");
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => With(host, "mine"));
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");

        await world.ChangeAsync<ElementalMachine>("m1", machine => machine with { Spec = machine.Spec! with { OsVersionManagement = null } });
        await world.UntilAsync<ElementalMachine>(
            "m1", machine => Conditions.Find(machine.Status?.Conditions, ConditionTypes.OSVersionReady) is null);
        Assert.Equal("v1", VersionOf(await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName())));

        // A change that the controller answers comes after the edit, so the edit has been seen by then.
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => With(host, "mine"));
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host.WithoutFinalizers());
        ElementalHost edited = await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Metadata.Finalizers?.Count > 0);
        Assert.Equal("mine", VersionOf(edited));
    }

    /// <summary>A host that serves m1 and is bootstrapped, although no node has joined.</summary>
    private static async Task ServeAsync(World world)
    {
        await world.CreateClusterAsync();
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"));
        await world.StartControllersAsync();
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.HostReady));
    }

    private static Task<ElementalMachine> WantAsync(World world, string version) => world.ChangeAsync<ElementalMachine>("m1", machine => machine with
    {
        Spec = machine.Spec! with { OsVersionManagement = Management(version) },
    });

    /// <summary>What the gateway writes when the host has proved the version.</summary>
    private static async Task AnswerAsync(World world)
    {
        ElementalHost host = await world.Client.Resource<ElementalHost>().GetAsync(world.Namespace, world.HostName());
        long? generation = host.Metadata.Generation;
        await world.SetStatusAsync(host, host with
        {
            Status = (host.Status ?? new ElementalHostStatus()) with
            {
                ObservedGeneration = generation,
                Conditions = Conditions.Set(host.Status?.Conditions, Proved(generation), Given.Now),
            },
        });
    }

    private static Condition Proved(long? generation) => new()
    {
        Type = ConditionTypes.OSVersionReady, Status = ConditionStatus.True, Reason = Reasons.OSVersionReconciled, ObservedGeneration = generation,
    };

    private static bool IsUnanswered(ElementalMachine machine) =>
        Conditions.Find(machine.Status?.Conditions, ConditionTypes.OSVersionReady) is { Status: ConditionStatus.False } condition
        && condition.ObservedGeneration == machine.Metadata.Generation
        && condition.Message.EndsWith("has not answered to the version yet", StringComparison.Ordinal);

    /// <summary>What <c>kubectl wait --for=condition=OSVersionReady</c> waits for.</summary>
    private static bool IsReadyForItsGeneration(ElementalMachine machine) =>
        Conditions.Find(machine.Status?.Conditions, ConditionTypes.OSVersionReady) is { Status: ConditionStatus.True } condition
        && condition.ObservedGeneration >= machine.Metadata.Generation;

    private static ElementalHost With(ElementalHost host, string version) => host with { Spec = host.Spec! with { OsVersionManagement = Management(version) } };

    private static JsonElement Management(string version) => Given.Json($$"""{"osVersion":{"version":"{{version}}"} }""");

    private static string? VersionOf(ElementalHost host) => host.Spec?.OsVersionManagement?.GetProperty("osVersion").GetProperty("version").GetString();
}
