using System.CommandLine;
using System.Net.Http.Headers;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.Moving;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Cli;

/// <summary><c>elemental-dev move</c>: what <c>clusterctl move</c> does, where there is no clusterctl.</summary>
internal sealed class MoveCommand(TextWriter output, TimeProvider clock)
{
    private readonly Option<string?> _state = StateOption.New();

    private readonly Option<string> _target = new("--to-kubeconfig")
    {
        Description = "Kubeconfig of the management cluster that the objects go to.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _namespace = new("--namespace")
    {
        Description = "Namespace whose objects are moved.",
        HelpName = "NAME",
        DefaultValueFactory = _ => DevEnvironment.Namespace,
    };

    public Command Build()
    {
        Command command = new("move", "Move the Clusters, hosts and registrations of a namespace to another management cluster, in the way of clusterctl move.");
        foreach (Option option in (Option[])[_target, _namespace, _state])
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using k8s.Kubernetes source = Open(Path.Join(StateOption.Read(parsed, _state), StateFolder.KubeconfigName));
        using k8s.Kubernetes target = Open(parsed.GetValue(_target)!);
        if (source.BaseUri == target.BaseUri)
            throw new DevClusterException("--to-kubeconfig is the development cluster that the objects are in.");

        await new ClusterMove(new MoveEnd("source", source.HttpClient), new MoveEnd("target", target.HttpClient), parsed.GetValue(_namespace)!, output.WriteLine, clock)
            .RunAsync(cancellationToken);
        await output.WriteLineAsync("It has moved.");
        return DevExitCodes.Success;
    }

    private static k8s.Kubernetes Open(string path)
    {
        try
        {
            KubernetesClientConfiguration configuration = ClientConfiguration.Load(path);
            k8s.Kubernetes client = new(configuration);
            client.HttpClient.BaseAddress = client.BaseUri;
            if (configuration.AccessToken is { } token)
                client.HttpClient.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return client;
        }
        catch (KubernetesConfigurationException exception)
        {
            throw new DevClusterException(exception.Message);
        }
    }
}
