using System.CommandLine;

namespace ElementalProvider.LoadGenerator.Commands;

/// <summary>The options that every scenario has.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Kubeconfig { get; } = new("--kubeconfig")
    {
        Description = "Kubeconfig of the management cluster. Default: as kubectl finds it.",
        Recursive = true,
    };

    public Option<string?> Context { get; } = new("--context")
    {
        Description = "Context of the kubeconfig. Default: its current one.",
        Recursive = true,
    };

    public Option<string> Registration { get; } = new("--registration")
    {
        Description = "NAMESPACE/NAME of the ElementalRegistration that the agents use; everything else is made in its namespace.",
        DefaultValueFactory = _ => "load/load",
        Recursive = true,
    };

    public Option<bool> CreateRegistration { get; } = new("--create-registration")
    {
        Description = "Make the namespace and the registration where they are missing.",
        Recursive = true,
    };

    public Option<int?> ManagerProcess { get; } = new("--manager-pid")
    {
        Description = "Process of the manager on this machine: its CPU time and memory are measured.",
        Recursive = true,
    };

    public Option<int> SharedConnections { get; } = new("--share-connections")
    {
        Description = "Connections that all agents share. Default: one for each agent, like real hosts.",
        Recursive = true,
    };

    public Option<int> TimeoutSeconds { get; } = new("--timeout-seconds")
    {
        Description = "Seconds after which a scenario stops waiting and reports what has happened by then.",
        DefaultValueFactory = _ => 180,
        Recursive = true,
    };

    public Option<int> AssemblyRate { get; } = new("--assembly-rate")
    {
        Description = "Agents a second that join a fleet which is set up before something else is measured.",
        DefaultValueFactory = _ => 150,
        Recursive = true,
    };

    public Option<string?> Prefix { get; } = new("--prefix")
    {
        Description = "What the names of everything the run makes begin with. Default: load- and something random.",
        Recursive = true,
    };

    public Option<bool> Keep { get; } = new("--keep")
    {
        Description = "Leave the hosts in the cluster instead of removing them.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
        [
            Kubeconfig, Context, Registration, CreateRegistration, ManagerProcess, SharedConnections, TimeoutSeconds, AssemblyRate, Prefix, Keep,
        ])
        {
            command.Options.Add(option);
        }

        Registration.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError("--registration must be NAMESPACE/NAME.");
        });
        foreach (Option<int> count in (Option<int>[])[TimeoutSeconds, AssemblyRate])
            CommandOptions.MustBePositive(count);
    }
}
