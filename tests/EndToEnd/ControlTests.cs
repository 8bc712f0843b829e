using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>What a person asks of a development cluster that runs.</summary>
[Collection(nameof(WholeMachine))]
public class ControlTests
{

    [KubectlFact]
    public async Task A_running_cluster_is_looked_at_changed_broken_mended_and_ended()
    {
        DemoCluster cluster = new();
        await cluster.InitializeAsync();
        try
        {
            Assert.Matches(@"(?s)API server +https://127.0.0.1:\d+/\n.*manager +runs\n.*machines +4\n  machine-1 +on +booted .*faults +none\n", await AskAsync(cluster, "status"));
            Assert.Equal(await File.ReadAllTextAsync(cluster.Kubeconfig), await AskAsync(cluster, "kubeconfig"));
            Assert.Equal(cluster.Kubeconfig + "\n", await AskAsync(cluster, "kubeconfig", "--path"));

            Assert.Equal("machine-5 is powered on\n", await AskAsync(cluster, "hosts", "add"));
            await cluster.RunAsync("kubectl wait --for=create elementalhost/machine-5 --timeout=60s");
            await cluster.RunAsync("kubectl wait --for=condition=Ready elementalhost/machine-5 --timeout=60s");
            Assert.Equal("machine-5 has no power\n", await AskAsync(cluster, "hosts", "power", "machine-5", "off"));
            Assert.Matches(@"machine-5 +off", await AskAsync(cluster, "status"));
            Assert.Equal("machine-5 has power\n", await AskAsync(cluster, "hosts", "power", "machine-5", "on"));
            Assert.StartsWith("machine-5 is gone", await AskAsync(cluster, "hosts", "remove", "machine-5"), StringComparison.Ordinal);

            Assert.Equal("fault 1\n", await AskAsync(cluster, "faults", "add", "internal-error", "--client", "kubectl", "--verbs", "list"));
            Outcome broken = await cluster.Shell("kubectl get elementalhosts").RunAsync();
            Assert.Contains("a fault was asked for", broken.Expect(exitCode: 1).Error, StringComparison.Ordinal);
            Assert.Matches("1 +InternalError on list by kubectl, happened ", await AskAsync(cluster, "status"));
            Assert.Equal("", await AskAsync(cluster, "faults", "clear"));
            await cluster.RunAsync("kubectl get elementalhosts");

            await RefusedAsync(cluster, "There is no machine machine-9; elemental-dev status lists them.", "hosts", "power", "machine-9", "off");
            await RefusedAsync(cluster, "There is no fault 7; elemental-dev status lists them.", "faults", "remove", "7");
            await RefusedAsync(cluster, "share must be above 0 and up to 1, not 2.", "faults", "add", "conflict", "--share", "2");

            Assert.Equal("It has ended.\n", await AskAsync(cluster, "down"));
            Assert.StartsWith("Nothing runs in ", await AskAsync(cluster, "down"), StringComparison.Ordinal);
            await RefusedAsync(cluster, "No development cluster runs in ", "status");
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<string> AskAsync(DemoCluster cluster, params string[] arguments) => (await RunAsync(cluster, arguments)).Expect(exitCode: 0).Output;

    private static async Task RefusedAsync(DemoCluster cluster, string sentence, params string[] arguments) =>
        Assert.StartsWith($"elemental-dev: {sentence}", (await RunAsync(cluster, arguments)).Expect(exitCode: 1).Error, StringComparison.Ordinal);

    private static Task<Outcome> RunAsync(DemoCluster cluster, string[] arguments) =>
        new Command(Executables.Dev, [.. arguments, "--state", cluster.State]).RunAsync();
}
