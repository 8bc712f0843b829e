using System.Diagnostics;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Cli;

/// <summary>The executable as a person meets it.</summary>
public sealed class ExecutableTests : IDisposable
{
    private readonly TestHost host = new();

    [Theory]
    [InlineData("", "elemental-agent: Required command was not provided. See elemental-agent --help.\n")]
    [InlineData("bogus", "elemental-agent: \"bogus\" is no command or option here. See elemental-agent --help.\n")]
    [InlineData("run --install", "elemental-agent: \"--install\" is no command or option here. See elemental-agent --help.\n")]
    [InlineData("run --root", "elemental-agent: Required argument missing for option: '--root'. See elemental-agent --help.\n")]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(string commandLine, string errors)
    {
        (int code, string output, string actual) = await AgentProcess.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, "", errors), (code, output, actual));
    }

    [Fact]
    public async Task A_wrong_configuration_is_one_sentence_and_exit_code_2()
    {
        host.Write(TestHost.ConfigPath, "registration: {uri: nonsense}");

        (int code, _, string errors) = await AgentProcess.RunAsync("run", "--root", host.Root.Directory);

        Assert.Equal(2, code);
        Assert.Equal(
            $"elemental-agent: {host.Root.Resolve(TestHost.ConfigPath)}: registration.uri must look like https://HOST[:PORT][/PREFIX]/elemental/v1/namespaces/NAMESPACE/registrations/NAME, not \"nonsense\".\n",
            errors);
    }

    [Fact]
    public async Task Registering_without_a_token_names_the_field()
    {
        host.Write(TestHost.ConfigPath, "registration: {uri: 'https://127.0.0.1:1/elemental/v1/namespaces/a/registrations/b'}");

        (int code, _, string errors) = await AgentProcess.RunAsync("register", "--root", host.Root.Directory);

        Assert.Equal(2, code);
        Assert.Equal($"elemental-agent: {TestHost.ConfigPath}: registration.token is missing; copy it from the ElementalRegistration.\n", errors);
    }

    [Fact]
    public async Task Another_configuration_file_is_named_with_config()
    {
        (int code, _, string errors) = await AgentProcess.RunAsync("register", "--root", host.Root.Directory, "--config", "/elsewhere.yaml");

        Assert.Equal(2, code);
        Assert.Equal(
            $"elemental-agent: {host.Root.Resolve("/elsewhere.yaml")}: the configuration file does not exist; name another one with --config.\n", errors);
    }

    [Fact]
    public async Task Running_before_registering_fails_with_advice()
    {
        host.Write(TestHost.ConfigPath, "registration: {uri: 'https://127.0.0.1:1/elemental/v1/namespaces/a/registrations/b', token: t}");

        (int code, _, string errors) = await AgentProcess.RunAsync("run", "--root", host.Root.Directory, "--log-format", "json");

        Assert.Equal(1, code);
        Assert.Contains("\"level\":\"error\"", errors, StringComparison.Ordinal);
        Assert.Contains("elemental-agent register --install", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("register --help")]
    [InlineData("install --help")]
    [InlineData("run --help")]
    [InlineData("reset --help")]
    public async Task Help_is_everywhere(string commandLine)
    {
        (int code, string output, string errors) = await AgentProcess.RunAsync(commandLine.Split(' '));

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--root", output, StringComparison.Ordinal);
        Assert.Contains("--config", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_a_number()
    {
        (int code, string output, _) = await AgentProcess.RunAsync("version");

        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", output);
    }

    [Fact]
    public async Task A_server_that_is_away_is_one_line_a_try_and_SIGTERM_ends_cleanly()
    {
        host.Write(TestHost.ConfigPath, "registration: {uri: 'https://127.0.0.1:1/elemental/v1/namespaces/a/registrations/b', token: s3cret}");
        using Process agent = AgentProcess.Start("register", "--root", host.Root.Directory);
        using CancellationTokenSource timeout = new(TestGateway.Patience);

        Assert.Contains("Next: Register", await agent.StandardError.ReadLineAsync(timeout.Token), StringComparison.Ordinal);
        string? line = await agent.StandardError.ReadLineAsync(timeout.Token);
        Assert.Contains("RegistrationFailed: The server is not available: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
        using (Process kill = Process.Start("kill", ["-TERM", $"{agent.Id}"]))
            await kill.WaitForExitAsync(timeout.Token);

        await agent.WaitForExitAsync(timeout.Token);
        Assert.Equal(0, agent.ExitCode);
    }

    public void Dispose() => host.Dispose();
}
