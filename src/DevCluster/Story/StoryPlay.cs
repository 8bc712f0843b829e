using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Model;
using ElementalProvider.DevCluster.Setup;

namespace ElementalProvider.DevCluster.Story;

/// <summary>Plays the life of a cluster from free hosts to free hosts, and checks every step.</summary>
internal sealed class StoryPlay(DevEnvironment environment, StoryOptions options, Progress progress)
{
    private const int WorkersAtFirst = 2;
    private const int AllMachines = WorkersAtFirst + 1;

    private ClusterView View => environment.View;

    private IKubernetesClient Client => environment.Client;

    private int HostCount => environment.Machines!.Machines.Count;

    /// <summary>Plays it.</summary>
    /// <exception cref="DevClusterException">A check did not hold, or nothing went on any more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await environment.WaitUntilHostsAreFreeAsync(options.Patience, progress, cancellationToken);
        await CreateClusterAsync(cancellationToken);
        await CheckNodesAsync(cancellationToken);
        await ScaleDownAsync(cancellationToken);
        await DeleteClusterAsync(cancellationToken);
        Check(View.Audit.Violations is [], string.Join(' ', View.Audit.Violations));
        Check(View.Hosts.Count == HostCount, $"{HostCount - View.Hosts.Count} hosts are lost.");
        progress.Say($"no host was claimed twice and none was lost ({View.Audit.Events} events looked at)");
        CheckRights();
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new DevClusterException(otherwise);
    }

    /// <summary>I10: the rights of config/rbac are enough.</summary>
    private void CheckRights()
    {
        string[] forbidden = [.. environment.Server.ForbiddenCounts.Keys.Where(request => request.Client == ManagerAccess.Account).Select(request => $"{request.Verb} {request.Resource}")];
        Check(forbidden is [], $"The manager lacks rights that it uses: {string.Join(", ", forbidden)}.");
        progress.Say("the manager had every right that it used");
    }

    private async Task CreateClusterAsync(CancellationToken cancellationToken)
    {
        WriteOptions write = new() { FieldManager = "story" };
        await Client.Resource<Cluster>().CreateAsync(StoryManifests.Cluster(), write, cancellationToken);
        await Client.Resource<ElementalCluster>().CreateAsync(StoryManifests.Infrastructure(FreePort.Take(1)[0]), write, cancellationToken);
        foreach ((string name, int replicas) in ((string, int)[])[(StoryManifests.ControlPlane, 1), (StoryManifests.Workers, WorkersAtFirst)])
        {
            await Client.Resource<ElementalMachineTemplate>().CreateAsync(StoryManifests.Template(name), write, cancellationToken);
            await Client.Resource<MachineDeployment>().CreateAsync(StoryManifests.Deployment(name, replicas), write, cancellationToken);
        }

        progress.Say("cluster created: 1 control plane machine, 2 workers");
        await View.UntilAsync(
            "the first control plane machine to run", () => View.Machines.List().Any(machine => machine.IsControlPlane() && IsRunning(machine)), options.Patience, cancellationToken);
        progress.Say("the control plane runs");
        await View.UntilAsync(
            "all machines to run", () => View.Machines.Count == AllMachines && View.Machines.List().All(IsRunning), options.Patience, cancellationToken);
        progress.Say($"all {AllMachines} machines run");
    }

    /// <summary>M2: the provider ID of every Machine is the one of its Node, byte for byte.</summary>
    private async Task CheckNodesAsync(CancellationToken cancellationToken)
    {
        V1Secret kubeconfig = await Client.Resource<V1Secret>().GetAsync(
            DevEnvironment.Namespace, CapiNames.KubeconfigSecret(StoryManifests.ClusterName), cancellationToken);
        using KubernetesClient workload = new(ClientConfiguration.Parse(Encoding.UTF8.GetString(kubeconfig.Data!["value"])));
        foreach (Machine machine in View.Machines.List())
        {
            V1Node node = await workload.Resource<V1Node>().GetAsync(null, machine.Status!.NodeRef!.Name, cancellationToken);
            Check(
                string.Equals(node.Spec?.ProviderID, machine.Spec!.ProviderId, StringComparison.Ordinal),
                $"Machine {machine.Metadata.Name} has the provider ID {machine.Spec.ProviderId}, its Node {node.Metadata.Name} has {node.Spec?.ProviderID}.");
        }

        progress.Say("every machine has the provider ID of its node");
    }

    private async Task ScaleDownAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, ElementalHost> before = View.Hosts.List().ToDictionary(host => host.Metadata.Name!);
        Dictionary<string, string> hostOfMachine = View.ElementalMachines.List().ToDictionary(machine => machine.Metadata.Name!, machine => machine.Spec!.HostRef!.Name!);
        await Client.Resource<MachineDeployment>().SetScaleAsync(DevEnvironment.Namespace, StoryManifests.Workers, WorkersAtFirst - 1, cancellationToken);
        progress.Say("workers scaled from 2 to 1");
        await View.UntilAsync("one worker to go", () => View.Machines.Count == AllMachines - 1, options.Patience, cancellationToken);
        string gone = hostOfMachine.Keys.Except(View.Machines.List().Select(machine => machine.Metadata.Name!)).Single();
        string name = hostOfMachine[gone];
        progress.Say($"machine {gone} is gone; its host {name} resets");
        ElementalHost reborn = await View.FindAsync<ElementalHost>(
            $"host {name} to be wiped, registered anew and free",
            host => host.Metadata.Name == name && host.Metadata.Uid != before[name].Metadata.Uid && HostState.IsFree(host),
            options.Patience,
            cancellationToken);
        Check(reborn.Spec?.PubKey != before[name].Spec?.PubKey, $"Host {name} came back with its old key.");
        progress.Say($"host {name} is free again, under a new key");
    }

    private async Task DeleteClusterAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, string> claimed = View.Hosts.List()
            .Where(host => host.Spec?.MachineRef is not null)
            .ToDictionary(host => host.Metadata.Name!, host => host.Metadata.Uid);
        await Client.Resource<Cluster>().DeleteAsync(DevEnvironment.Namespace, StoryManifests.ClusterName, null, cancellationToken);
        progress.Say("cluster deleted");
        await View.UntilAsync("the cluster to go", () => View.Clusters.Count == 0 && View.Machines.Count == 0, options.Patience, cancellationToken);
        progress.Say("the cluster is gone");
        await View.UntilAsync(
            $"all {HostCount} hosts to be free again",
            () => View.Hosts.Count == HostCount && View.Hosts.List().All(HostState.IsFree) && View.Hosts.List().All(host => claimed.GetValueOrDefault(host.Metadata.Name!) != host.Metadata.Uid),
            options.Patience,
            cancellationToken);
        Check(View.ElementalMachines.Count == 0, $"{View.ElementalMachines.Count} ElementalMachines are left behind.");
        progress.Say($"all {HostCount} hosts are free again");
    }

    private static bool IsRunning(Machine machine) => machine.Status is { Phase: "Running", NodeRef: not null } && machine.IsReady();
}
