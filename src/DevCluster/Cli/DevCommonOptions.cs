using System.CommandLine;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary>Options of the commands that start a whole management cluster.</summary>
internal sealed class DevCommonOptions
{
    public Option<int> Machines { get; } = Numbers.Within("--machines", 0, 1000, 4, "Machines to power on. With 0 there is no registration either, as in the target of a move.");

    public Option<int> Port { get; } = Numbers.Within("--port", 0, 65535, 0, "Port of the API server on 127.0.0.1; 0 takes a free one.");

    public Option<string?> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "File to write the administrator's kubeconfig to. Without it: kubeconfig in the state folder.",
        HelpName = "FILE",
    };

    public Option<string?> State { get; } = new("--state")
    {
        Description = "Folder for everything that is kept. Without it: .demo in the repository. What an earlier run left of machines is removed.",
        HelpName = "DIR",
    };

    public Option<string?> Manager { get; } = new("--manager")
    {
        Description = "The manager's program. Without it: ELEMENTAL_MANAGER, or the one that was built beside this program.",
        HelpName = "PATH",
    };

    public Option<string?> Agent { get; } = Agents();

    public Option<string?> Definitions { get; } = new("--crds")
    {
        Description = "Folder of the provider's definitions. Without it: config/crd of the repository.",
        HelpName = "DIR",
    };

    public static Option<string?> Agents() => new("--agent")
    {
        Description = "The agent's program. Without it: ELEMENTAL_AGENT, or the one that was built beside this program.",
        HelpName = "PATH",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Machines, Port, Kubeconfig, State, Manager, Agent, Definitions])
            command.Options.Add(option);
    }

    public DevEnvironmentOptions Read(ParseResult parsed) => new()
    {
        Machines = parsed.GetValue(Machines),
        Port = parsed.GetValue(Port),
        Kubeconfig = parsed.GetValue(Kubeconfig),
        State = parsed.GetValue(State) ?? Programs.DefaultState(),
        Manager = parsed.GetValue(Manager),
        Agent = parsed.GetValue(Agent),
        Definitions = parsed.GetValue(Definitions),
    };
}
