using System.CommandLine;
using ElementalProvider.LoadGenerator.Scenarios;

namespace ElementalProvider.LoadGenerator.Commands;

/// <summary>The command line: one command a scenario, and <c>all</c> of them in a row.</summary>
internal static class LoadCommand
{
    public static RootCommand Create(TimeProvider clock)
    {
        RootCommand root = new(
            "Puts load on a manager with simulated agents that speak the real protocol. Prints one JSON object a scenario; progress goes to "
            + "standard error. Exit code: 0 when every goal was met, 1 when not, 2 when the run could not be made.");
        CommonOptions common = new();
        common.AddTo(root);
        foreach (Command command in (Command[])[Register(), Machines(), Idle(), React(), Reconnect(), Lost(), SlowHandshakes(), Api(), All(), TableCommand.Create()])
            root.Subcommands.Add(command);
        return root;

        Command Register()
        {
            Option<int> agents = CommandOptions.Count("--agents", "Agents that register.", 500);
            Option<int> within = CommandOptions.Count("--within-ms", "Milliseconds over which they arrive.", 1000);
            return Scenario("register", "Agents register at the same time, until every host is Ready.", [agents, within], (context, parsed) =>
                [new RegisterScenario(context, parsed.GetValue(agents), TimeSpan.FromMilliseconds(parsed.GetValue(within)))]);
        }

        Command Machines()
        {
            Option<int> machines = CommandOptions.Count("--machines", "ElementalMachines, each with a host.", 200);
            return Scenario("machines", "ElementalMachines of a ready cluster get their hosts, and are deleted again. The manager must run on this machine.", [machines], (context, parsed) =>
                [new MachinesScenario(context, parsed.GetValue(machines))]);
        }

        Command Idle()
        {
            Option<int> agents = CommandOptions.Count("--agents", "Connected agents.", 2000);
            Option<int> window = CommandOptions.Count("--seconds", "Seconds that are measured.", 60);
            return Scenario("idle", "Connected agents have nothing to do.", [agents, window], (context, parsed) =>
                [new IdleScenario(context, parsed.GetValue(agents), TimeSpan.FromSeconds(parsed.GetValue(window)))]);
        }

        Command React()
        {
            Option<int> agents = CommandOptions.Count("--agents", "Connected agents.", 1000);
            Option<int> changes = CommandOptions.Count("--changes", "Hosts that get another OS version and then the in-place label.", 100);
            return Scenario("react", "How soon a host hears of a change in the API.", [agents, changes], (context, parsed) =>
                [new ReactScenario(context, parsed.GetValue(agents), parsed.GetValue(changes))]);
        }

        Command Reconnect()
        {
            Option<int> agents = CommandOptions.Count("--agents", "Connected agents.", 1000);
            Option<int> within = CommandOptions.Count("--within-ms", "Milliseconds over which they come back.", 1000);
            return Scenario("reconnect", "Every connection is cut, and all agents come back.", [agents, within], (context, parsed) =>
                [new ReconnectScenario(context, parsed.GetValue(agents), TimeSpan.FromMilliseconds(parsed.GetValue(within)))]);
        }

        Command Lost()
        {
            Option<int> agents = CommandOptions.Count("--agents", "Connected agents.", 2000);
            Option<int?> replica = new("--kill-pid")
            {
                Description = "Process of the replica on this machine that the agents are connected to: it is killed. Default: the agents go away, and come back.",
            };
            return Scenario("lost", "All agents go away, until every host is said to be lost.", [agents, replica], (context, parsed) =>
                [new LostScenario(context, parsed.GetValue(agents), parsed.GetValue(replica))]);
        }

        Command SlowHandshakes()
        {
            const int MostAddresses = 250;
            Option<int> agents = CommandOptions.Count("--agents", "Agents that register.", 200);
            Option<int> within = CommandOptions.Count("--within-ms", "Milliseconds over which they arrive.", 20_000);
            Option<int> strangers = CommandOptions.Count("--strangers-per-second", "Connections a second that never finish their TLS handshake.", 300);
            Option<int> addresses = CommandOptions.Count("--addresses", $"Loopback addresses that the strangers come from, at most {MostAddresses}.", 20);
            addresses.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() > MostAddresses)
                    result.AddError($"--addresses must be at most {MostAddresses}.");
            });
            return Scenario(
                "slow-handshakes", "Agents register while strangers hold connections without finishing a TLS handshake.", [agents, within, strangers, addresses],
                (context, parsed) =>
                [
                    new SlowHandshakesScenario(
                        context, parsed.GetValue(agents), TimeSpan.FromMilliseconds(parsed.GetValue(within)), parsed.GetValue(strangers), parsed.GetValue(addresses)),
                ]);
        }

        Command Api()
        {
            Option<int> objects = CommandOptions.Count("--objects", "ConfigMaps that are created, read and changed.", 10_000);
            Option<int> watchers = CommandOptions.Count("--watchers", "Watches of all of them.", 1000);
            Option<int> changes = CommandOptions.Count("--changes", "Changes that are timed one by one, before the burst.", 200);
            Option<int> concurrency = CommandOptions.Count("--concurrency", "Requests at a time.", 64);
            Option<int?> server = new("--server-pid") { Description = "Process of the API server on this machine: its CPU time and memory are measured." };
            Command command = new("api", "The API server alone, without manager and agents: requests a second, and events to many watchers.")
            {
                objects, watchers, changes, concurrency, server,
            };
            command.SetAction((parsed, cancellationToken) => new LoadRun(common, parsed, clock).RunAsync(
                (configuration, timeout, progress) => new ApiLoad
                {
                    Server = configuration,
                    ServerProcess = parsed.GetValue(server),
                    Objects = parsed.GetValue(objects),
                    Watchers = parsed.GetValue(watchers),
                    Changes = parsed.GetValue(changes),
                    Concurrency = parsed.GetValue(concurrency),
                    Timeout = timeout,
                    Clock = clock,
                    Progress = progress,
                },
                cancellationToken));
            return command;
        }

        Command All()
        {
            Option<int> register = CommandOptions.Count("--register-agents", "Agents that register at the same time.", 500);
            Option<int> machines = CommandOptions.Count("--machines", "ElementalMachines, each with a host.", 200);
            Option<int> idle = CommandOptions.Count("--idle-agents", "Agents with nothing to do.", 2000);
            Option<int> window = CommandOptions.Count("--idle-seconds", "Seconds that they are measured.", 60);
            Option<int> agents = CommandOptions.Count("--agents", "Agents that are connected for react, and come back in reconnect.", 1000);
            Option<int> changes = CommandOptions.Count("--changes", "Changes that react makes.", 100);
            return Scenario("all", "All scenarios with agents, one after the other.", [register, machines, idle, window, agents, changes], (context, parsed) =>
            [
                new RegisterScenario(context, parsed.GetValue(register), TimeSpan.FromSeconds(1)),
                new MachinesScenario(context, parsed.GetValue(machines)),
                new IdleScenario(context, parsed.GetValue(idle), TimeSpan.FromSeconds(parsed.GetValue(window))),
                new ReactScenario(context, parsed.GetValue(agents), parsed.GetValue(changes)),
                new ReconnectScenario(context, parsed.GetValue(agents), TimeSpan.FromSeconds(1)),
            ]);
        }

        Command Scenario(string name, string description, Option[] options, Func<ScenarioContext, ParseResult, IReadOnlyList<IScenario>> scenarios)
        {
            Command command = new(name, description);
            foreach (Option option in options)
                command.Options.Add(option);
            command.SetAction((parsed, cancellationToken) =>
                new LoadRun(common, parsed, clock).RunAsync(context => scenarios(context, parsed), cancellationToken));
            return command;
        }
    }
}
