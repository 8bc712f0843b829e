using System.Text.RegularExpressions;
using ElementalProvider.Testing;

namespace ElementalProvider.EndToEnd;

/// <summary>Programs that cannot start with what they were given: one sentence, and an exit code that says whose fault it is.</summary>
[Collection(nameof(WholeMachine))]
public class WrongInputTests(DemoCluster cluster) : IClassFixture<DemoCluster>
{

    [Fact]
    public async Task A_command_line_that_is_wrong_is_one_sentence_and_exit_code_2() => Assert.Equal(
        "elemental-dev: \"bogus\" is no command or option here. See elemental-dev --help.\n",
        (await new Command(Executables.Dev, "bogus").RunAsync()).Expect(exitCode: 2).Everything);

    [Fact]
    public async Task The_folder_of_a_running_cluster_is_refused_and_not_touched()
    {
        Outcome outcome = await DemoCluster.Dev("up", "--state", cluster.State).RunAsync();

        outcome.Expect(exitCode: 1);
        Assert.Equal($"elemental-dev: {cluster.State} is used by another elemental-dev; stop it, or name another folder with --state.\n", outcome.Everything);
        Assert.True(File.Exists(cluster.Kubeconfig));
    }

    [Fact]
    public async Task The_port_of_a_running_cluster_is_taken()
    {
        using TemporaryFolder state = new();
        int port = Port();

        Outcome outcome = await DemoCluster.Dev("up", "--state", state.Path, "--port", $"{port}").RunAsync();

        outcome.Expect(exitCode: 1);
        Assert.Equal($"elemental-dev: Port {port} is taken; choose another one with --port.\n", outcome.Everything);
    }

    [Theory]
    [InlineData("clusters: [", "is no valid YAML at line ")]
    [InlineData("hello", "is no kubeconfig: it must be a map with clusters, users and contexts.")]
    public async Task A_manager_whose_kubeconfig_is_broken_names_the_file(string content, string sentence)
    {
        using TemporaryFolder folder = new();
        string kubeconfig = folder.Write("kubeconfig", content);

        Outcome outcome = await ManagerAsync(kubeconfig, folder);

        Assert.Contains($"The manager cannot start: {kubeconfig} {sentence}", outcome.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_the_API_server_does_not_know_says_so()
    {
        using TemporaryFolder folder = new();
        string stranger = Regex.Replace(await File.ReadAllTextAsync(cluster.Kubeconfig), "client-certificate-data: .*\n +client-key-data: .*", "token: nonsense");

        Outcome outcome = await ManagerAsync(folder.Write("kubeconfig", stranger), folder);

        Assert.Contains($"The manager cannot start: The API server https://127.0.0.1:{Port()}/ does not accept the credentials; check --kubeconfig and --context.", outcome.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", outcome.Everything, StringComparison.Ordinal);
    }

    private static async Task<Outcome> ManagerAsync(string kubeconfig, TemporaryFolder folder)
    {
        Outcome outcome = await new Command(
            Executables.Manager,
            "--kubeconfig", kubeconfig, "--tls-dir", Path.Combine(folder.Path, "tls"), "--agent-bind-address", "127.0.0.1:0",
            "--agent-url", "https://127.0.0.1:9443", "--health-bind-address", "0", "--metrics-bind-address", "0").RunAsync();
        outcome.Expect(exitCode: 1);
        Assert.Single(outcome.Everything.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return outcome;
    }

    private int Port() => int.Parse(Regex.Match(File.ReadAllText(cluster.Kubeconfig), @"server: https://127\.0\.0\.1:(\d+)").Groups[1].Value);
}
