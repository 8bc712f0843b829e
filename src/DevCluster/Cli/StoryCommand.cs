using System.CommandLine;
using ElementalProvider.DevCluster.Setup;
using ElementalProvider.DevCluster.Story;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev story</c>: the life of a cluster, played once and checked.</summary>
internal sealed class StoryCommand(TextWriter output, TimeProvider clock)
{
    private readonly DevCommonOptions _common = new();
    private readonly Option<int?> _chaos = new("--chaos")
    {
        Description = "Kill the manager and agents at random moments that follow from this number.",
        HelpName = "SEED",
        CustomParser = result => Numbers.Read(result, "--chaos", 0, int.MaxValue),
    };

    private readonly Option<int> _timeout = Numbers.Within("--timeout", 1, 3600, 60, "Seconds that nothing new may happen while a step is waited for; three times as long with --chaos.");

    public Command Build()
    {
        Command command = new("story", "Register machines, make a cluster, scale it down, delete it; check every step and say how long it took.");
        _common.AddTo(command);
        command.Options.Add(_chaos);
        command.Options.Add(_timeout);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Progress progress = new(output, clock);
        int? seed = parsed.GetValue(_chaos);
        TimeSpan patience = TimeSpan.FromSeconds(parsed.GetValue(_timeout) * (seed is null ? 1 : 3));
        DevEnvironmentOptions options = _common.Read(parsed) with { Patience = patience };
        if (options.Machines < 3)
            throw new DevClusterException("The story needs at least 3 machines; give --machines 3 or more.");

        await using DevEnvironment environment = await DevEnvironment.StartAsync(options, progress, clock, cancellationToken);
        StoryPlay play = new(environment, new StoryOptions { Patience = patience }, progress);
        if (seed is null)
        {
            await play.RunAsync(cancellationToken);
        }
        else
        {
            progress.Say($"chaos with seed {seed}: the manager and agents are killed at random");
            await using ChaosMonkey monkey = ChaosMonkey.Release(seed.Value, environment.Manager!, environment.Machines!.Machines, clock);
            await play.RunAsync(cancellationToken);
            progress.Say($"survived {monkey.ManagerKills} kills of the manager and {monkey.AgentKills} of agents (seed {seed})");
        }

        progress.Say("every check held");
        return DevExitCodes.Success;
    }
}
