using System.CommandLine;
using ElementalProvider.DevCluster.Control;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>Where the development cluster runs that a command talks to.</summary>
internal static class StateOption
{
    /// <summary>The option of a command.</summary>
    public static Option<string?> New() => new("--state")
    {
        Description = "Folder of the development cluster. Without it: .demo in the repository.",
        HelpName = "DIR",
    };

    /// <summary>The folder that was meant.</summary>
    public static string Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) ?? Programs.DefaultState();

    /// <summary>A command that asks the cluster for something and prints what was done.</summary>
    public static Command Asking(
        string name, string description, TextWriter output, Func<ParseResult, ControlRequest> request, params IEnumerable<Symbol> symbols)
    {
        Command command = new(name, description);
        Option<string?> state = New();
        foreach (Symbol symbol in symbols.Append(state))
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else if (symbol is Option option)
                command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            ControlAnswer answer = await ControlClient.AskAsync(Read(parsed, state), request(parsed), cancellationToken);
            foreach (string line in answer.Done ?? [])
                await output.WriteLineAsync(line);
            return DevExitCodes.Success;
        });
        return command;
    }
}
