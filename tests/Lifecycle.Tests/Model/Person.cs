using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>People with kubectl, and Cluster API's core, which does as they say. Neither touches anything while clusterctl moves it.</summary>
internal sealed class Person(World world)
{
    private int _machinesMade;

    private bool IsFree => !world.Mover.IsMoving;

    public void MakeMachine(int slot, int version)
    {
        string name = $"machine-{slot}";
        if (!IsFree || world.Api.Machines.Find(name) is not null || world.Api.Owners.Find(name) is not null)
            return;

        Machine owner = world.Api.Owners.Create(new Machine
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ApiServer.Namespace },
            Spec = new MachineSpec
            {
                ClusterName = ApiServer.ClusterName,
                Bootstrap = new MachineBootstrap { DataSecretName = $"data-{++_machinesMade}" },
            },
        })!;
        world.Api.Machines.Create(new ElementalMachine
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = ApiServer.Namespace,
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = ApiServer.ClusterName },
                OwnerReferences = [new V1OwnerReference { ApiVersion = ClusterApiGroup.ApiVersion, Kind = "Machine", Name = name, Uid = owner.Metadata.Uid! }],
            },
            Spec = new ElementalMachineSpec { OsVersionManagement = Versions.Get(version) },
        });
    }

    public void DeleteMachine(int slot)
    {
        string name = $"machine-{slot}";
        if (!IsFree || world.Api.Machines.Find(name) is not { } machine)
            return;

        world.Watch.OnRealDeletion(machine);
        world.Api.Machines.Delete(name);
    }

    public void DeleteHost(string name)
    {
        if (!IsFree || world.Api.Hosts.Find(name) is not { } host)
            return;

        world.Watch.OnRealDeletion(host);
        world.Api.Hosts.Delete(name);
    }

    public void Detach(string name)
    {
        if (IsFree)
            world.Api.Hosts.Edit(name, host => host.WithMetadata(WithAnnotation(host.Metadata, HostAnnotations.Detach, "ada: burnt down")));
    }

    public void SetVersionOfMachine(int slot, int version)
    {
        if (IsFree)
            world.Api.Machines.Edit($"machine-{slot}", machine => machine with { Spec = (machine.Spec ?? new()) with { OsVersionManagement = Versions.Get(version) } });
    }

    /// <summary>Only of a free host: that of a claimed one belongs to its machine.</summary>
    public void SetVersionOfHost(string name, int version)
    {
        if (IsFree)
        {
            world.Api.Hosts.Edit(name, host => host.Spec?.MachineRef is not null
                ? host
                : host with { Spec = host.Spec! with { OsVersionManagement = Versions.Get(version) } });
        }
    }

    public void AllowUpdate(string name, bool allow)
    {
        if (!IsFree)
            return;

        world.Api.Hosts.Edit(name, host =>
        {
            Dictionary<string, string> labels = new(host.Metadata.Labels ?? new Dictionary<string, string>());
            if (allow)
                labels[HostLabels.InPlaceUpdate] = HostLabels.InPlaceUpdatePending;
            else
                labels.Remove(HostLabels.InPlaceUpdate);
            return host.WithMetadata(host.Metadata with { Labels = labels });
        });
    }

    public void PauseCluster(bool pause)
    {
        if (IsFree)
            world.Api.Clusters.Edit(ApiServer.ClusterName, cluster => cluster with { Spec = cluster.Spec! with { Paused = pause ? true : null } });
    }

    public void PauseHost(string name, bool pause)
    {
        if (IsFree)
        {
            world.Api.Hosts.Edit(name, host => host.WithMetadata(pause
                ? WithAnnotation(host.Metadata, ClusterApiGroup.PausedAnnotation, "")
                : WithoutAnnotation(host.Metadata, ClusterApiGroup.PausedAnnotation)));
        }
    }

    /// <summary>Core takes over the provider ID of a provisioned machine, and lets a Machine go once its infrastructure is gone.</summary>
    public void BeCore()
    {
        if (!IsFree)
            return;

        foreach (Machine owner in world.Api.Owners.All.ToList())
        {
            ElementalMachine? machine = world.Api.Machines.Find(owner.Metadata.Name!);
            if (machine is null)
                world.Api.Owners.Delete(owner.Metadata.Name!);
            else if (machine.Status?.Initialization?.Provisioned == true && owner.Spec!.ProviderId != machine.Spec?.ProviderId)
                world.Api.Owners.Write(owner, owner with { Spec = owner.Spec with { ProviderId = machine.Spec!.ProviderId } });
        }
    }

    public static V1ObjectMeta WithAnnotation(V1ObjectMeta metadata, string key, string value) => metadata with
    {
        Annotations = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>()) { [key] = value },
    };

    private static V1ObjectMeta WithoutAnnotation(V1ObjectMeta metadata, string key)
    {
        Dictionary<string, string> annotations = new(metadata.Annotations ?? new Dictionary<string, string>());
        return annotations.Remove(key) ? metadata with { Annotations = annotations } : metadata;
    }
}
