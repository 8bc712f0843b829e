using System.CommandLine;
using ElementalProvider.DevCluster.Control;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev up</c>: a whole management cluster until Ctrl-C.</summary>
internal sealed class UpCommand(TextWriter output, TimeProvider clock)
{
    private readonly DevCommonOptions _common = new();
    private readonly Option<bool> _apiServerOnly = new("--api-server-only") { Description = "Only the API server with the definitions: no controllers, no machines." };

    private readonly Option<string?> _dataDirectory = new("--data-dir")
    {
        Description = "Folder that keeps the API server's objects, with --api-server-only. Nothing that was acknowledged is lost when the process dies.",
        HelpName = "DIR",
    };
    private readonly Option<long?> _compactLogAt = new("--compact-log-at")
    {
        Description = "Length up to which the log in the data folder grows before a snapshot replaces it. Without it: 16 MiB.",
        HelpName = "BYTES",
    };

    public Command Build()
    {
        Command command = new("up", "Start an API server, Cluster API's core (simulated), the manager and machines; run until Ctrl-C.");
        _common.AddTo(command);
        command.Options.Add(_apiServerOnly);
        command.Options.Add(_dataDirectory);
        command.Options.Add(_compactLogAt);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_dataDirectory) is not null && !result.GetValue(_apiServerOnly))
                result.AddError("--data-dir goes with --api-server-only: machines begin anew with every start.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Progress progress = new(output, clock);
        DevEnvironmentOptions options = _common.Read(parsed) with
        {
            ApiServerOnly = parsed.GetValue(_apiServerOnly),
            DataDirectory = parsed.GetValue(_dataDirectory),
            CompactLogAt = parsed.GetValue(_compactLogAt),
        };
        await using DevEnvironment environment = await DevEnvironment.StartAsync(options, progress, clock, cancellationToken);
        if (options is { ApiServerOnly: false, Machines: > 0 })
            await environment.WaitUntilHostsAreFreeAsync(options.Patience, progress, cancellationToken);

        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using ControlServer control = await ControlServer.StartAsync(
            Path.Join(environment.State.Path, ControlServer.SocketName), new ControlPanel(environment, stopping.Cancel), cancellationToken);

        progress.Print("");
        progress.Print($"  export KUBECONFIG={environment.KubeconfigPath}");
        progress.Print("");
        foreach (string line in options.ApiServerOnly ? ServerCommands : TryThese)
            progress.Print("  " + line);
        progress.Print("");
        progress.Print("Ctrl-C ends everything.");
        await (environment.Machines?.Failed ?? Task.Delay(Timeout.Infinite, stopping.Token)).WaitAsync(stopping.Token);
        return DevExitCodes.Success;
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
