using System.CommandLine;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Logging;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Agent.Cli;

/// <summary>The command line: what can be said, and what each of it starts.</summary>
internal sealed class AgentCommandLine
{
    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(15);

    private readonly CommonOptions options = new();
    private readonly Option<bool> install = new("--install") { Description = "Go on to install the OS." };
    private readonly TextWriter output;
    private readonly TextWriter errors;
    private readonly AgentCommands commands;
    private readonly RootCommand root = new("Turns this machine into an ElementalHost and keeps it the way the management cluster wants it.");

    public AgentCommandLine(TextWriter output, TextWriter errors, TimeProvider clock)
    {
        (this.output, this.errors) = (output, errors);
        commands = new AgentCommands(errors, clock);
        options.AddTo(root);
        Command register = Add("register", "Register this host; repeating it is harmless.", (settings, parsed, token) =>
            commands.AdvanceAsync(settings, parsed.GetValue(install) ? AgentGoal.Install : AgentGoal.Register, token));
        register.Options.Add(install);
        Add("install", "Install the OS on a host that is registered.", (settings, _, token) => commands.AdvanceAsync(settings, AgentGoal.Install, token));
        Add("run", "Keep this host the way it is wanted, until it is stopped.", (settings, _, token) => commands.AdvanceAsync(settings, AgentGoal.Run, token));
        Add("reset", "Wipe this host; run in the recovery system.", (settings, _, token) => commands.AdvanceAsync(settings, AgentGoal.Reset, token));
        Command version = new("version", "Show the version of the agent.");
        version.SetAction(_ => output.WriteLine(AgentVersion.Text));
        root.Subcommands.Add(version);
    }

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code, see <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            string problem = parsed.UnmatchedTokens is [var token, ..]
                ? $"\"{token}\" is no command or option here{NearMiss.Hint(token, Known(parsed))}."
                : first.Message.ReplaceLineEndings(" ");
            await errors.WriteLineAsync($"elemental-agent: {problem} See elemental-agent --help.");
            return ExitCodes.Usage;
        }

        InvocationConfiguration invocation = new()
        {
            Output = output,
            Error = errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationGrace,
        };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private IEnumerable<string> Known(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command.Subcommands.Select(each => each.Name).Concat(command.Options.Concat(root.Options).Select(option => option.Name));
    }

    private Command Add(string name, string description, Func<CommandSettings, ParseResult, CancellationToken, Task<int>> action)
    {
        Command command = new(name, description);
        command.SetAction((parsed, cancellationToken) => action(Read(parsed), parsed, cancellationToken));
        root.Subcommands.Add(command);
        return command;
    }

    private CommandSettings Read(ParseResult parsed) => new()
    {
        ConfigPath = parsed.GetValue(options.Config) ?? AgentConfig.DefaultPath,
        Root = parsed.GetValue(options.Root) ?? "/",
        Debug = parsed.GetValue(options.Debug),
        LogFormat = parsed.GetValue(options.LogFormat) == "json" ? LogFormat.Json : LogFormat.Text,
    };
}
