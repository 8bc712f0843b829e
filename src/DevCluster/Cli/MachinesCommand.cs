using System.CommandLine;
using ElementalProvider.DevCluster.Setup;
using ElementalProvider.DevCluster.Machines;
using ElementalProvider.DevCluster.Machines.Kubelet;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev machines</c>: simulated machines for any management cluster.</summary>
internal sealed class MachinesCommand(TextWriter output, TimeProvider clock)
{
    private readonly Option<int> _count = Numbers.Within("--count", 1, 1000, 1, "Machines to power on.");

    private readonly Option<string> _config = new("--agent-config")
    {
        Description = "Configuration of the agent: spec.config.elemental of an ElementalRegistration, as YAML or JSON. It holds a token.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _workload = new("--workload-kubeconfig")
    {
        Description = "Kubeconfig of an API server that nodes join, instead of the one that control plane machines run. It is read anew whenever it changes.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder for the machines; machines that are there already go on where they were. Without it: .demo in the repository.",
        HelpName = "DIR",
    };

    private readonly Option<string> _prefix = new("--name-prefix")
    {
        Description = "What machine names begin with; a number follows.",
        HelpName = "P",
        DefaultValueFactory = _ => "machine-",
    };

    private readonly Option<string?> _agent = DevCommonOptions.Agents();

    public Command Build()
    {
        Command command = new("machines", "Power on simulated machines that run the real agent; run until Ctrl-C.");
        foreach (Option option in (Option[])[_count, _config, _workload, _state, _prefix, _agent])
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Progress progress = new(output, clock);
        string agent = Programs.Agent(parsed.GetValue(_agent));
        string config = Read(parsed.GetValue(_config)!, "--agent-config");
        AgentConfigFile.WorkDirectory(config);
        string? workload = parsed.GetValue(_workload) is { } file ? Path.GetFullPath(file) : null;
        if (workload is not null)
            KubeletConnection.Read(workload);
        using StateFolder state = StateFolder.Open(parsed.GetValue(_state) ?? Programs.DefaultState());
        using ILoggerFactory loggers = new TerminalLog(progress);
        await using MachineRack rack = MachineRack.Start(
            Enumerable.Range(1, parsed.GetValue(_count)).Select(number => parsed.GetValue(_prefix) + number).Select(name => new SimulatedMachineOptions
            {
                Name = name,
                Folder = new MachineFolder(Path.Join(state.Machines, name)),
                AgentProgram = agent,
                AgentConfig = config,
                WorkloadKubeconfig = workload,
            }),
            state.ControlPlanes,
            clock,
            loggers);
        progress.Say($"{rack.Machines.Count} machines in {state.Machines}; Ctrl-C ends them");
        await rack.Failed.WaitAsync(cancellationToken);
        return DevExitCodes.Success;
    }

    private static string Read(string path, string option)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevClusterException($"{option}: {exception.Message}");
        }
    }
}
