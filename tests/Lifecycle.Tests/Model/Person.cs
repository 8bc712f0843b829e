using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Lifecycle.Tests.Api;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>People with kubectl, and Cluster API's core, which does as they say. Neither touches anything while clusterctl moves it.</summary>
internal sealed class Person(World world)
{
    private const string Label = "rack";
    private const string LabelValue = "special";

    private readonly Dictionary<string, JsonElement> _takenBack = [];
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
                ClusterName = ClusterOf(slot),
                Bootstrap = new MachineBootstrap { DataSecretName = $"data-{++_machinesMade}" },
                InfrastructureRef = new ContractReference { ApiGroup = ElementalGroup.Name, Kind = ElementalMachine.KubeKind, Name = name },
            },
        });
        world.Api.Machines.Create(new ElementalMachine
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = ApiServer.Namespace,
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = ClusterOf(slot) },
                OwnerReferences = [new V1OwnerReference { ApiVersion = ClusterApiGroup.ApiVersion, Kind = "Machine", Name = name, Uid = owner.Metadata.Uid! }],
            },
            Spec = new ElementalMachineSpec
            {
                OsVersionManagement = Versions.Get(version),
                Selector = IsChoosy(slot) ? new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [Label] = LabelValue } } : null,
            },
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

    /// <summary>An ElementalMachine is gone, and nobody meant its host: its finalizers were stripped.</summary>
    public void LoseMachine(int slot)
    {
        string name = $"machine-{slot}";
        if (!IsFree || world.Api.Machines.Find(name) is not { Metadata.DeletionTimestamp: null })
            return;

        world.Api.Machines.Edit(name, machine => machine.WithMetadata(machine.Metadata with { Finalizers = [] }));
        world.Api.Machines.Delete(name);
    }

    /// <summary>Somebody says that a host has to be reset that serves nobody's machine.</summary>
    public void SayReset(string name)
    {
        if (!IsFree || world.Api.Hosts.Find(name) is not { } host || !IsNobodys(host))
            return;

        world.Watch.OnResetSaid(host);
        world.Api.Hosts.Edit(name, each => each.WithMetadata(WithLabel(each.Metadata, HostLabels.NeedsReset, HostLabels.True)));
    }

    /// <summary>The definition of a kind is deleted, and everything of the kind with it. Nobody means a machine by that.</summary>
    public void DeleteKind(string plural)
    {
        if (IsFree)
            world.Watch.ByNobody(() => world.Api.DeleteKind(plural));
    }

    /// <summary>The definition of a kind is applied again, and what people keep in files with it.</summary>
    public void ApplyKind(string plural)
    {
        if (world.Api.ApplyKind(plural))
            world.Api.CreateRegistration();
    }

    /// <summary>Whether no ElementalMachine names a host that serves one.</summary>
    public bool IsNobodys(ElementalHost host) => !host.MustReset() && (host.IsOrphan() || host.IsClaimed())
        && !world.Api.Machines.All.Any(machine => machine.Spec?.HostRef?.Name == host.Metadata.Name);

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

        world.Api.Hosts.Edit(name, host => host.WithMetadata(
            WithLabel(host.Metadata, HostLabels.InPlaceUpdate, allow ? HostLabels.InPlaceUpdatePending : null)));
    }

    /// <summary>Takes away the leave to bring a host to the version that is wanted: the label, or where none is needed the version.</summary>
    public void TakeBack(string name)
    {
        if (world.Api.Hosts.Find(name) is not { } host)
            return;

        AllowUpdate(name, false);
        _takenBack.Remove(name);
        if (host.IsBootstrapped() || host.WantedOsVersion() is not { } wanted)
            return;

        _takenBack[name] = wanted;
        if (SlotOf(host) is { } slot)
            SetVersionOfMachine(slot, 0);
        else
            SetVersionOfHost(name, 0);
    }

    /// <summary>Gives the leave again that was taken back.</summary>
    public void GiveAgain(string name)
    {
        if (world.Api.Hosts.Find(name) is not { } host)
            return;

        if (host.IsBootstrapped())
            AllowUpdate(name, true);
        if (!_takenBack.TryGetValue(name, out JsonElement wanted))
            return;

        if (SlotOf(host) is { } slot)
            SetVersionOfMachine(slot, Versions.NumberOf(wanted));
        else
            SetVersionOfHost(name, Versions.NumberOf(wanted));
    }

    /// <summary>The host gets the label that the choosy machine wants.</summary>
    public void LabelHost(string name)
    {
        if (IsFree)
            world.Api.Hosts.Edit(name, host => host.WithMetadata(WithLabel(host.Metadata, Label, LabelValue)));
    }

    /// <summary>Somebody who does not know better says no to a reset that nobody may have asked for. Where one was, they keep their hands off.</summary>
    public void DenyReset(string name)
    {
        if (IsFree && world.Api.Hosts.Find(name) is { } host && !host.MustReset())
            world.Api.Hosts.Edit(name, each => each.WithMetadata(WithLabel(each.Metadata, HostLabels.NeedsReset, "false")));
    }

    /// <summary>Puts a label on a free host that is not true.</summary>
    public void SayBootstrapped(string name)
    {
        if (IsFree && world.Api.Hosts.Find(name) is { } host && host.IsFree())
            world.Api.Hosts.Edit(name, each => each.WithMetadata(WithLabel(each.Metadata, HostLabels.Bootstrapped, HostLabels.True)));
    }

    /// <summary>Deletes the registration, or makes it anew.</summary>
    public void KeepRegistration(bool keep)
    {
        if (keep)
            world.Api.CreateRegistration();
        else if (IsFree)
            world.Api.Registrations.Delete(ApiServer.RegistrationName);
    }

    /// <summary>Somebody who is tired of waiting strips the finalizers of a registration that is being deleted, and makes it anew.</summary>
    public void ForceRegistration()
    {
        if (world.Api.Registrations.Find(ApiServer.RegistrationName) is { Metadata.DeletionTimestamp: not null })
            world.Watch.ByNobody(() => world.Api.Registrations.Edit(ApiServer.RegistrationName, each => each.WithMetadata(each.Metadata with { Finalizers = [] })));
        world.Api.CreateRegistration();
    }

    /// <summary>The infrastructure and the control plane of a Cluster come to be ready.</summary>
    public void ProvisionCluster(string name)
    {
        if (world.Api.Clusters.Find(name) is { } cluster)
        {
            world.Api.Clusters.WriteStatus(cluster, cluster with
            {
                Status = new ClusterStatus { Initialization = new() { InfrastructureProvisioned = true, ControlPlaneInitialized = true } },
            });
        }
    }

    public void PauseCluster(string name, bool pause)
    {
        if (IsFree)
            world.Api.Clusters.Edit(name, cluster => cluster with { Spec = cluster.Spec! with { Paused = pause ? true : null } });
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

    /// <summary>The machine of the last slot is made for another Cluster, and wants a host with a label.</summary>
    public static bool IsChoosy(int slot) => slot == World.MachineCount - 1;

    private static int? SlotOf(ElementalHost host) => host.Spec?.MachineRef?.Name is { } machine ? machine[^1] - '0' : null;

    private static string ClusterOf(int slot) => ApiServer.ClusterNames[IsChoosy(slot) ? 1 : 0];

    private static V1ObjectMeta WithLabel(V1ObjectMeta metadata, string key, string? value)
    {
        Dictionary<string, string> labels = new(metadata.Labels ?? new Dictionary<string, string>());
        labels.Remove(key);
        if (value is not null)
            labels[key] = value;
        return metadata with { Labels = labels };
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
