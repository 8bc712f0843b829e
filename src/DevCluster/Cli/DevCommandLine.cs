using System.CommandLine;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>The command line: what can be said, and how errors look.</summary>
internal sealed class DevCommandLine
{
    private static readonly TimeSpan TerminationGrace = TimeSpan.FromSeconds(30);

    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly RootCommand _root = new("A development cluster: API server, Cluster API's core and machines, all on this computer.");

    public DevCommandLine(TextWriter output, TextWriter errors, TimeProvider clock)
    {
        (_output, _errors) = (output, errors);
        _root.Subcommands.Add(new UpCommand(output, clock).Build());
        _root.Subcommands.Add(new StoryCommand(output, clock).Build());
        _root.Subcommands.Add(new MachinesCommand(output, clock).Build());
        _root.Subcommands.Add(new StatusCommand(output).Build());
        _root.Subcommands.Add(new DownCommand(output, clock).Build());
        _root.Subcommands.Add(new KubeconfigCommand(output).Build());
        _root.Subcommands.Add(new HostsCommand(output).Build());
        _root.Subcommands.Add(new FaultsCommand(output).Build());
        _root.Subcommands.Add(new MoveCommand(output, clock).Build());
    }

    /// <summary>Runs one command; Ctrl-C and SIGTERM end it cleanly.</summary>
    /// <returns>The exit code, see <see cref="DevExitCodes"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ParseResult parsed = _root.Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            string problem = parsed.UnmatchedTokens is [var token, ..]
                ? $"\"{token}\" is no command or option here{NearMiss.Hint(token, Known(parsed))}."
                : first.Message.ReplaceLineEndings(" ");
            return await FailAsync(problem + " See elemental-dev --help.", DevExitCodes.Usage);
        }

        InvocationConfiguration invocation = new()
        {
            Output = _output,
            Error = _errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationGrace,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (DevClusterException exception)
        {
            return await FailAsync(exception.Message, DevExitCodes.Failure);
        }
        catch (OperationCanceledException)
        {
            return DevExitCodes.Success;
        }
    }

    private IEnumerable<string> Known(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return command.Subcommands.Select(each => each.Name).Concat(command.Options.Concat(_root.Options).Select(option => option.Name));
    }

    private async Task<int> FailAsync(string sentence, int exitCode)
    {
        await _errors.WriteLineAsync("elemental-dev: " + sentence);
        return exitCode;
    }
}
