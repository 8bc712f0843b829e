using System.Diagnostics;
using System.Globalization;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.EndToEnd;

/// <summary>A demo cluster whose only manager needs a lease to reconcile.</summary>
public sealed class ElectedCluster : DemoCluster
{
    protected override IReadOnlyDictionary<string, string> ManagerEnvironment { get; } =
        new Dictionary<string, string> { ["ELEMENTAL_LEADER_ELECT"] = "true" };
}

/// <summary>An API server and a manager that stand still while real agents are connected.</summary>
[Collection(nameof(WholeMachine))]
public sealed class AbsentApiServerTests(ElectedCluster cluster) : IClassFixture<ElectedCluster>
{
    private const string Lost = " lost the lease ";
    private const string Leads = " leads (lease ";

    private string ManagerLog => Path.Combine(cluster.State, "logs", "manager.log");

    [KubectlFact]
    public async Task After_the_API_server_stood_still_for_longer_than_a_lease_the_same_manager_leads_keeps_its_streams_and_serves()
    {
        await AllReadyAsync();
        int manager = ManagerId();
        int breaks = Breaks();
        using HttpClient metrics = new() { BaseAddress = MetricsOf(manager) };
        await cluster.FreezeAsync();
        try
        {
            // The log stands still as well: the cluster is what writes it down.
            await UntilAsync(() => ShowsAsync(metrics, "leader_election_master_status{name=\"elemental-manager-leader\"} 0"));
            Assert.True(await ShowsAsync(metrics, $"elemental_gateway_streams{{}} {DemoCluster.Machines}"));
        }
        finally
        {
            await cluster.ThawAsync();
        }

        await UntilAsync(() => ShowsAsync(metrics, "leader_election_master_status{name=\"elemental-manager-leader\"} 1"));
        await UntilAsync(() => Count(Lost) == 1 && Count(Leads) == 2);
        Assert.Equal(manager, ManagerId());
        Assert.Equal(breaks, Breaks());

        await cluster.RunAsync("kubectl apply -f config/samples/demo-cluster.yaml");
        using IKubernetesClient client = cluster.NewClient();
        await UntilAsync(async () => (await HostsAsync(client)).Count(host => host.Metadata.Label(HostLabels.Bootstrapped) == "true") == SampleCluster.InUse);
        await ManagerStandsStillAsync(client, manager);
    }

    /// <summary>A manager that was stopped for a while goes on where it was; the agents come back to it.</summary>
    private async Task ManagerStandsStillAsync(IKubernetesClient client, int manager)
    {
        await SignalAsync(manager, "STOP");
        try
        {
            // It could not renew meanwhile, so its lease runs out as seen from the API server.
            V1Lease before = await client.Resource<V1Lease>().GetAsync("elemental-system", "elemental-manager-leader");
            DateTime renewed = before.Spec!.RenewTime!.Value;
            await UntilAsync(() => TimeProvider.System.GetUtcNow().UtcDateTime - renewed > TimeSpan.FromSeconds(before.Spec.LeaseDurationSeconds!.Value));
        }
        finally
        {
            await SignalAsync(manager, "CONT");
        }

        await UntilAsync(() => Count(Lost) == 2 && Count(Leads) == 3);
        Assert.Equal(manager, ManagerId());
        string free = (await HostsAsync(client)).First(host => host.IsFree()).Metadata.Name!;
        await cluster.RunAsync($"kubectl delete elementalhost {free} --timeout=120s");
    }

    private async Task AllReadyAsync()
    {
        await cluster.RunAsync("kubectl wait --for=create elementalhost/machine-1 elementalhost/machine-2 elementalhost/machine-3 elementalhost/machine-4 --timeout=120s");
        await cluster.RunAsync("kubectl wait --for=condition=Ready elementalhosts --all --timeout=120s");
        await UntilAsync(() => Count(Leads) > 0);
    }

    private int Count(string words)
    {
        using StreamReader log = new(new FileStream(ManagerLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd().Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>How often a stream broke, as the agents tell it.</summary>
    private int Breaks() => LogFiles.Lines(cluster.State).Count(line => line.Contains("Not connected: ", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<ElementalHost>> HostsAsync(IKubernetesClient client) => [.. (await client.Resource<ElementalHost>().ListAsync("default")).Items];

    private static async Task<bool> ShowsAsync(HttpClient metrics, string line) =>
        (await metrics.GetStringAsync(new Uri("metrics", UriKind.Relative))).Contains(line + "\n", StringComparison.Ordinal);

    private static Uri MetricsOf(int manager)
    {
        string[] words = CommandLine($"{manager}");
        return new Uri($"http://{words[Array.IndexOf(words, "--metrics-bind-address") + 1]}/");
    }

    private int ManagerId() => Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder))
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _) && IsManager(CommandLine(name)))
        .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
        .Single();

    private bool IsManager(string[] words) =>
        words is [var program, ..] && program == Executables.Manager && words.Any(word => word.StartsWith(cluster.State, StringComparison.Ordinal));

    private static string[] CommandLine(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        }
        catch (IOException)
        {
            // It has just ended.
            return [];
        }
    }

    private static async Task SignalAsync(int process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync();
    }

    private Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private Task UntilAsync(Func<Task<bool>> condition) => Eventually.TrueAsync(condition, () => string.Join('\n', LogFiles.Lines(cluster.State)));
}
