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
    public async Task B5_The_wish_of_the_machine_wins_over_an_edit_of_the_host_and_so_does_its_removal()
    {
        await using World world = await World.CreateAsync(servers);
        await ServeAsync(world);
        await WantAsync(world, "v1");
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => With(host, "mine"));
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");
        await world.ChangeAsync<ElementalHost>(world.HostName(), host => host with { Spec = host.Spec! with { OsVersionManagement = null } });
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");

        await world.ChangeAsync<ElementalMachine>("m1", machine => machine with { Spec = machine.Spec! with { OsVersionManagement = null } });
        await world.UntilAsync<ElementalMachine>(
            "m1", machine => Conditions.Find(machine.Status?.Conditions, ConditionTypes.OSVersionReady) is null);
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) is null);

        await world.ChangeAsync<ElementalHost>(world.HostName(), host => With(host, "mine"));
        await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) is null);
    }

    [Fact]
    public async Task The_label_alone_stores_the_operation_and_taking_it_away_after_a_failure_the_next_attempt()
    {
        await using World world = await World.CreateAsync(servers);
        await ServeAsync(world);
        await WantAsync(world, "v1");
        ElementalHost told = await world.UntilAsync<ElementalHost>(world.HostName(), host => VersionOf(host) == "v1");
        Assert.Null(told.Spec!.Operation);

        await LabelAsync(world, HostLabels.InPlaceUpdatePending);
        ElementalHost asked = await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Spec?.Operation is not null);
        Assert.Equal((1, OperationRequesters.InPlaceUpdate), (asked.Spec!.Operation!.Attempt, asked.Spec.Operation.Requester));
        await world.SetStatusAsync(asked, asked with
        {
            Status = (asked.Status ?? new ElementalHostStatus()) with
            {
                Operation = new HostOperationStatus { Id = asked.Spec.Operation.Id, Attempt = 1, Phase = OperationPhase.Failed },
            },
        });

        // Both changes may be seen by one look or by two.
        await LabelAsync(world, null);
        await LabelAsync(world, HostLabels.InPlaceUpdatePending);

        await world.UntilAsync<ElementalHost>(world.HostName(), host => host.Spec?.Operation is { Attempt: 2 });
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

    private static Task<ElementalHost> LabelAsync(World world, string? value) => world.ChangeAsync<ElementalHost>(
        world.HostName(),
        host => value is null ? host.Unlabelled(HostLabels.InPlaceUpdate) : host.Labelled(HostLabels.InPlaceUpdate, value));

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
