using System.CommandLine;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Results;
using ElementalProvider.LoadGenerator.Scenarios;

namespace ElementalProvider.LoadGenerator.Commands;

/// <summary>One run of scenarios against one management cluster.</summary>
internal sealed class LoadRun(CommonOptions options, ParseResult parsed, TimeProvider clock)
{
    private const int GoalsMet = 0;
    private const int GoalsMissed = 1;
    private const int NotRun = 2;

    /// <summary>Runs scenarios with agents.</summary>
    public Task<int> RunAsync(Func<ScenarioContext, IReadOnlyList<IScenario>> scenarios, CancellationToken cancellationToken) =>
        GuardAsync(() => RunScenariosAsync(scenarios, cancellationToken), cancellationToken);

    /// <summary>Runs a scenario that needs nothing but an API server.</summary>
    /// <param name="load">What it bears, without what all scenarios have in common.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public Task<int> RunAsync(Func<KubernetesClientConfiguration, TimeSpan, Action<string>, ApiLoad> load, CancellationToken cancellationToken) => GuardAsync(
        () => ReportAsync(
            new ApiScenario(load(
                ClientConfiguration.Load(parsed.GetValue(options.Kubeconfig), parsed.GetValue(options.Context)),
                TimeSpan.FromSeconds(parsed.GetValue(options.TimeoutSeconds)),
                Progress)),
            cancellationToken),
        cancellationToken);

    private async Task<int> GuardAsync(Func<Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Progress("stopped; what was made so far is still in the cluster");
            return NotRun;
        }
        catch (Exception exception) when (exception
            is ApiException or KubernetesConfigurationException or HttpRequestException or TimeoutException or ArgumentException)
        {
            Progress($"error: {exception.Message}");
            return NotRun;
        }
    }

    private async Task<int> RunScenariosAsync(Func<ScenarioContext, IReadOnlyList<IScenario>> scenarios, CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(parsed.GetValue(options.TimeoutSeconds));
        await using ManagementCluster cluster = await ManagementCluster.ConnectAsync(
            parsed.GetValue(options.Kubeconfig), parsed.GetValue(options.Context), clock, cancellationToken);
        string[] registration = parsed.GetValue(options.Registration)!.Split('/');
        ObjectKey key = new(registration[0], registration[1]);
        ScenarioContext context = new()
        {
            Cluster = cluster,
            Endpoint = await PrepareAsync(cluster, key, timeout, cancellationToken),
            Namespace = key.Namespace,
            Prefix = parsed.GetValue(options.Prefix) ?? $"load-{Guid.NewGuid().ToString("N")[..6]}",
            ManagerProcess = parsed.GetValue(options.ManagerProcess),
            SharedConnections = parsed.GetValue(options.SharedConnections),
            Timeout = timeout,
            AssemblyRate = parsed.GetValue(options.AssemblyRate),
            Keep = parsed.GetValue(options.Keep),
            Clock = clock,
            Progress = Progress,
        };

        int outcome = GoalsMet;
        foreach (IScenario scenario in scenarios(context))
            outcome = Math.Max(outcome, await ReportAsync(scenario, cancellationToken));

        return outcome;
    }

    private static async Task<int> ReportAsync(IScenario scenario, CancellationToken cancellationToken)
    {
        ScenarioResult result = await scenario.RunAsync(cancellationToken);
        Console.WriteLine(ResultJson.Line(result));
        return result.Succeeded ? GoalsMet : GoalsMissed;
    }

    private async Task<AgentEndpoint> PrepareAsync(
        ManagementCluster cluster, ObjectKey registration, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Progress($"waiting for the registration {registration} at {cluster.Server}");
        using TimeLimit limit = new(timeout, clock, cancellationToken);
        AgentEndpoint? endpoint = null;
        await limit.WithinAsync(async stop => endpoint = await RegistrationSetup.PrepareAsync(
            cluster, registration, parsed.GetValue(options.CreateRegistration), stop));
        return endpoint ?? throw new TimeoutException(
            $"The registration {registration} got no URI and token within {timeout.TotalSeconds} s; is a manager running, and was --create-registration meant?");
    }

    private void Progress(string message) => Console.Error.WriteLine($"{clock.GetLocalNow():HH:mm:ss} {message}");
}
