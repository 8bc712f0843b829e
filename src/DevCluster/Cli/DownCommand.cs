using System.CommandLine;
using ElementalProvider.DevCluster.Control;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev down</c>: ends what runs and waits until it has ended.</summary>
internal sealed class DownCommand(TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Option<string?> _state = StateOption.New();

    public Command Build()
    {
        Command command = new("down", "End the development cluster that runs; its folder stays for you to look at.");
        command.Options.Add(_state);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string state = StateOption.Read(parsed, _state);
        if (await ControlClient.TryAskAsync(state, new ControlRequest { Verb = ControlVerb.Down }, cancellationToken) is null)
        {
            await output.WriteLineAsync($"Nothing runs in {Path.GetFullPath(state)}.");
            return DevExitCodes.Success;
        }

        long asked = clock.GetTimestamp();
        while (StateFolder.IsHeld(state))
        {
            if (clock.GetElapsedTime(asked) > Patience)
                throw new DevClusterException($"It did not end within {Patience.TotalSeconds:F0} s; its logs are in {Path.Join(Path.GetFullPath(state), "logs")}.");
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }

        await output.WriteLineAsync("It has ended.");
        return DevExitCodes.Success;
    }
}
