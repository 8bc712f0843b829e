using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Controllers.Tests.Integration;

/// <summary>What happens between the bootstrap of a host and its Node.</summary>
public sealed class NodeJoinTests(ApiServers servers) : IClassFixture<ApiServers>
{
    [Fact]
    public async Task Fault_8_A_node_that_appears_late_is_found_two_seconds_later()
    {
        await using World world = await World.CreateAsync(servers);
        var clock = new ManualTimeProvider();
        await BootstrapOneAsync(world, clock);
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.NodeNotFound);

        await world.CreateNodeAsync();
        await clock.UntilTimerAsync(NodeRetry.Shortest);
        clock.Advance(NodeRetry.Shortest);

        await world.UntilAsync<ElementalMachine>("m1", IsProvisioned);
    }

    [Fact]
    public async Task Workers_wait_for_the_control_plane_and_are_woken_by_it()
    {
        await using World world = await World.CreateAsync(servers);
        Cluster cluster = await world.CreateClusterAsync();
        cluster = await world.SetStatusAsync(cluster, WithControlPlane(cluster, initialized: false));
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"));
        await world.CreateNodeAsync();
        await world.StartControllersAsync(clock: new ManualTimeProvider());
        await world.CreateMachineAsync("m1");
        await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.WaitingForControlPlaneInitialized);

        await world.SetStatusAsync(cluster, WithControlPlane(cluster, initialized: true));

        await world.UntilAsync<ElementalMachine>("m1", IsProvisioned);
    }

    [Fact]
    public async Task A_kubeconfig_of_no_use_is_named_and_replaced_as_soon_as_it_is_mended()
    {
        await using World world = await World.CreateAsync(servers);
        var clock = new ManualTimeProvider();
        byte[]? good = null;
        await BootstrapOneAsync(world, clock, () => world.ChangeAsync<V1Secret>("c1-kubeconfig", secret =>
        {
            good = secret.Data!["value"];
            return secret with { Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes("apiVersion: v1\nkind: Config\n") } };
        }));
        ElementalMachine waiting = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.WorkloadClusterUnreachable);
        Assert.StartsWith(
            "the kubeconfig in the Secret c1-kubeconfig is of no use: ",
            Conditions.Find(waiting.Status!.Conditions, ConditionTypes.ProviderIDReady)!.Message,
            StringComparison.Ordinal);

        await world.CreateNodeAsync();
        await world.ChangeAsync<V1Secret>("c1-kubeconfig", secret => secret with { Data = new Dictionary<string, byte[]> { ["value"] = good! } });
        await clock.UntilTimerAsync(NodeRetry.Shortest);
        clock.Advance(NodeRetry.Shortest);

        await world.UntilAsync<ElementalMachine>("m1", IsProvisioned);
    }

    /// <summary>Who may write the Secret of a cluster names a file of the manager, and a server of their own to send its content to.</summary>
    [Fact]
    public async Task A_kubeconfig_that_asks_for_a_file_of_ours_is_refused_and_its_server_never_hears_of_us()
    {
        await using World world = await World.CreateAsync(servers);
        await using ScriptedServer thief = await ScriptedServer.StartAsync(context => context.Response.JsonAsync("{}"), LoopbackServer.NewCertificate());
        string token = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(token, "the manager's own token");
            string kubeconfig = $"""
                current-context: c
                contexts:
                - name: c
                  context:
                    cluster: k
                    user: u
                clusters:
                - name: k
                  cluster:
                    server: {thief.Address}
                    insecure-skip-tls-verify: true
                users:
                - name: u
                  user:
                    tokenFile: {token}
                """;
            await BootstrapOneAsync(world, new ManualTimeProvider(), () => world.ChangeAsync<V1Secret>(
                "c1-kubeconfig", secret => secret with { Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(kubeconfig) } }));
            ElementalMachine waiting = await world.UntilAsync<ElementalMachine>("m1", machine => Reason(machine) == Reasons.WorkloadClusterUnreachable);

            Assert.Equal(
                "the kubeconfig in the Secret c1-kubeconfig is of no use: the kubeconfig: users[0].user.tokenFile names a file of this machine; put its content into token.",
                Conditions.Find(waiting.Status!.Conditions, ConditionTypes.ProviderIDReady)!.Message);
            Assert.Empty(thief.Requests);
        }
        finally
        {
            File.Delete(token);
        }
    }

    private static async Task BootstrapOneAsync(World world, TimeProvider clock, Func<Task>? prepare = null)
    {
        await world.CreateClusterAsync();
        if (prepare is not null)
            await prepare();
        await world.CreateHostAsync(1, (HostLabels.Bootstrapped, "true"));
        await world.StartControllersAsync(clock: clock);
        await world.CreateMachineAsync("m1");
    }

    private static Cluster WithControlPlane(Cluster cluster, bool initialized) => cluster with
    {
        Status = new ClusterStatus
        {
            Initialization = new ClusterInitialization { InfrastructureProvisioned = true, ControlPlaneInitialized = initialized },
        },
    };

    private static bool IsProvisioned(ElementalMachine machine) => machine.Status?.Initialization?.Provisioned == true;

    private static string? Reason(ElementalMachine machine) => Conditions.Find(machine.Status?.Conditions, ConditionTypes.Ready)?.Reason;
}
