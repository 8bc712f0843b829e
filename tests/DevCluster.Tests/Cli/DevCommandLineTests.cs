using ElementalProvider.DevCluster.Cli;

namespace ElementalProvider.DevCluster.Tests.Cli;

public sealed class DevCommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("elemental-dev-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("up --machines -1")]
    [InlineData("up --machines many")]
    [InlineData("up --port 70000")]
    [InlineData("story --chaos never")]
    [InlineData("story --timeout 0")]
    [InlineData("machines")]
    [InlineData("up --data-dir somewhere")]
    [InlineData("hosts")]
    [InlineData("hosts add --count 0")]
    [InlineData("hosts remove")]
    [InlineData("hosts power machine-1 sideways")]
    [InlineData("hosts fail machine-1 everything")]
    [InlineData("faults add nonsense")]
    [InlineData("faults remove all")]
    [InlineData("machines --count 1 --agent-config")]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(string line)
    {
        (int exitCode, string errors) = await RunAsync(line.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.StartsWith("elemental-dev: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bogus", "\"bogus\" is no command or option here.")]
    [InlineData("up --nope", "\"--nope\" is no command or option here.")]
    [InlineData("up --machines many", "--machines must be a whole number between 0 and 1000, not many.")]
    [InlineData("up --port 65536", "--port must be a whole number between 0 and 65535, not 65536.")]
    [InlineData("story --chaos -1", "--chaos must be a whole number between 0 and 2147483647, not -1.")]
    public async Task The_sentence_says_what_would_be_right(string line, string sentence) =>
        Assert.Equal((2, $"elemental-dev: {sentence} See elemental-dev --help.\n"), await RunAsync(line.Split(' ')));

    [Theory]
    [InlineData("--help")]
    [InlineData("up --help")]
    [InlineData("story --help")]
    [InlineData("machines --help")]
    [InlineData("status --help")]
    [InlineData("down --help")]
    [InlineData("kubeconfig --help")]
    [InlineData("hosts --help")]
    [InlineData("hosts add --help")]
    [InlineData("hosts remove --help")]
    [InlineData("hosts power --help")]
    [InlineData("hosts fail --help")]
    [InlineData("faults --help")]
    [InlineData("faults add --help")]
    [InlineData("faults cut-watches --help")]
    public async Task Every_command_explains_itself(string line)
    {
        (int exitCode, string errors) = await RunAsync(line.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.Equal("", errors);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_named_with_the_option_to_correct()
    {
        (int exitCode, string errors) = await RunAsync("up", "--state", _folder, "--manager", "/nowhere/manager");

        Assert.Equal(1, exitCode);
        Assert.Equal("elemental-dev: There is no program /nowhere/manager; correct --manager.\n", errors);
    }

    [Fact]
    public async Task Definitions_that_are_not_there_are_named()
    {
        (int exitCode, string errors) = await RunAsync("up", "--api-server-only", "--state", _folder, "--crds", "/nowhere/crd");

        Assert.Equal(1, exitCode);
        Assert.Contains("/nowhere/crd", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_definitions_is_named()
    {
        (int exitCode, string errors) = await RunAsync("up", "--api-server-only", "--state", _folder, "--crds", _folder);

        Assert.Equal((1, $"elemental-dev: There are no definitions in {_folder}; name the provider's folder with --crds.\n"), (exitCode, errors));
    }

    [Fact]
    public async Task A_state_folder_that_another_run_holds_is_refused()
    {
        using Setup.Held held = new(_folder);

        (int exitCode, string errors) = await RunAsync("up", "--api-server-only", "--state", _folder, "--crds", _folder);

        Assert.Equal(1, exitCode);
        Assert.Contains("used by another elemental-dev", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_sentence()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        int port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        (int exitCode, string errors) = await RunAsync("up", "--api-server-only", "--state", _folder, "--crds", _folder, "--port", $"{port}");

        Assert.Equal(1, exitCode);
        Assert.Equal($"elemental-dev: Port {port} is taken; choose another one with --port.\n", errors);
    }

    [Fact]
    public async Task An_agent_configuration_of_another_kind_is_refused_without_quoting_it()
    {
        string file = Path.Join(_folder, "agent.yaml");
        await File.WriteAllTextAsync(file, "token: secret\n");

        (int exitCode, string errors) = await RunAsync("machines", "--agent-config", file, "--agent", "/bin/sh", "--state", _folder);

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
        Assert.Contains("spec.config.elemental", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_kubeconfig_that_is_not_there_is_named_before_any_machine_starts()
    {
        string file = Path.Join(_folder, "agent.json"), missing = Path.Join(_folder, "missing");
        await File.WriteAllTextAsync(file, """{"registration":{},"agent":{}}""");

        (int exitCode, string errors) = await RunAsync("machines", "--agent-config", file, "--agent", "/bin/sh", "--state", _folder, "--workload-kubeconfig", missing);

        Assert.Equal(1, exitCode);
        Assert.Contains($"--workload-kubeconfig: Could not find file '{missing}'", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Join(_folder, "machines")));
    }

    [Fact]
    public async Task The_story_needs_enough_machines()
    {
        (int exitCode, string errors) = await RunAsync("story", "--machines", "2", "--state", _folder);

        Assert.Equal(1, exitCode);
        Assert.Contains("at least 3", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        int exitCode = await new DevCommandLine(output, errors, TimeProvider.System).RunAsync(arguments, CancellationToken.None);
        return (exitCode, errors.ToString());
    }
}
