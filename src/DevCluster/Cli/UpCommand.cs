using System.CommandLine;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev up</c>: a whole management cluster until Ctrl-C.</summary>
internal sealed class UpCommand(TextWriter output, TimeProvider clock)
{
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _apiServerOnly = new("--api-server-only") { Description = "Only the API server with the definitions: no controllers, no machines." };

    public Command Build()
    {
        Command command = new("up", "Start an API server, Cluster API's core (simulated), the manager and machines; run until Ctrl-C.");
        _common.AddTo(command);
        command.Options.Add(_apiServerOnly);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Progress progress = new(output, clock);
        DevEnvironmentOptions options = _common.Read(parsed) with { ApiServerOnly = parsed.GetValue(_apiServerOnly) };
        await using DevEnvironment environment = await DevEnvironment.StartAsync(options, progress, clock, cancellationToken);
        if (!options.ApiServerOnly)
            await environment.WaitUntilHostsAreFreeAsync(options.Patience, progress, cancellationToken);

        progress.Print("");
        progress.Print($"  export KUBECONFIG={environment.KubeconfigPath}");
        progress.Print("");
        foreach (string line in options.ApiServerOnly ? ServerCommands : TryThese)
            progress.Print("  " + line);
        progress.Print("");
        progress.Print("Ctrl-C ends everything.");
        await (environment.Machines?.Failed ?? Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(cancellationToken);
        return ExitCodes.Success;
    }

    private static readonly string[] TryThese =
    [
        "kubectl get elementalhosts",
        "kubectl apply -f config/samples/demo-cluster.yaml",
        "kubectl get clusters,machines,elementalmachines,elementalhosts",
        "kubectl scale machinedeployment sample-workers --replicas=1",
        "kubectl delete cluster sample",
    ];

    private static readonly string[] ServerCommands = ["kubectl api-resources", "kubectl explain elementalhost.spec"];
}
