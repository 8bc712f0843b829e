using System.CommandLine;
using ElementalProvider.DevCluster.Control;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev status</c>: what runs.</summary>
internal sealed class StatusCommand(TextWriter output)
{
    private readonly Option<string?> _state = StateOption.New();

    public Command Build()
    {
        Command command = new("status", "Show what runs: API server, manager, machines, and what is to go wrong.");
        command.Options.Add(_state);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ControlAnswer answer = await ControlClient.AskAsync(
                StateOption.Read(parsed, _state), new ControlRequest { Verb = ControlVerb.Status }, cancellationToken);
            foreach (string line in StatusText.Of(answer.Status!))
                await output.WriteLineAsync(line);
            return DevExitCodes.Success;
        });
        return command;
    }
}
