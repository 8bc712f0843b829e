using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Lifecycle.Tests.Api;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// clusterctl move, step by step: pause, wait for what blocks, copy, then for each object, what is owned before its owner, mark it as moved, delete
/// it and strip its finalizers. Between any two of these everybody may do anything; the source takes registrations until the last is gone, and what
/// came of that goes to its garbage collection. In the end the copies appear, without status and under new UIDs, and the pause ends. The one API
/// server stands for both: from then on the hosts are led to the target, where nothing is that came to the source too late.
/// </summary>
internal sealed class Mover(World world)
{
    private readonly Queue<Action> _steps = [];

    public bool IsMoving => _steps.Count > 0;

    /// <summary>clusterctl refuses to move what is not provisioned or on its way out; so do people with sense, who wait for resets as well.</summary>
    private bool CanMove =>
        !world.Api.Hosts.All.Any(HostPredicates.MustReset)
        && world.Api.Machines.All.All(machine => machine.Metadata.DeletionTimestamp is null)
        && world.Api.Registrations.Find(ApiServer.RegistrationName) is { Metadata.DeletionTimestamp: null }
        && world.Api.DeletedKinds.Count == 0
        && world.Api.Owners.All.All(owner => world.Api.Machines.Find(owner.Metadata.Name!) is not null);

    private bool IsBlocked => world.Api.Hosts.All.Select(host => host.Metadata).Concat(world.Api.Machines.All.Select(machine => machine.Metadata))
        .Any(metadata => metadata.Annotations?.ContainsKey(ClusterApiGroup.BlockMoveAnnotation) == true);

    public void Start()
    {
        if (IsMoving || !CanMove)
            return;

        _steps.Enqueue(() => Pause(true));
        _steps.Enqueue(Copy);
    }

    public void TakeStep()
    {
        if (_steps.TryDequeue(out Action? step))
            step();
    }

    private void Copy()
    {
        if (!CanMove || IsBlocked)
        {
            Pause(false);
            return;
        }

        List<ElementalHost> hosts = [.. world.Api.Hosts.All];
        List<ElementalMachine> machines = [.. world.Api.Machines.All];
        List<Machine> owners = [.. world.Api.Owners.All];
        ElementalRegistration registration = world.Api.Registrations.Find(ApiServer.RegistrationName)!;
        foreach (ElementalMachine machine in machines)
            Remove(world.Api.Machines, machine.Metadata.Name!);
        foreach (ElementalHost host in hosts)
            Remove(world.Api.Hosts, host.Metadata.Name!);
        Remove(world.Api.Registrations, ApiServer.RegistrationName);
        _steps.Enqueue(() => world.Watch.ByNobody(world.Api.CollectGarbage));
        _steps.Enqueue(() => Restore(registration, hosts, machines, owners));
        _steps.Enqueue(() => Pause(false));
    }

    private void Remove<T>(Store<T> store, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _steps.Enqueue(() => store.Edit(name, item => item.WithMetadata(Person.WithAnnotation(item.Metadata, ClusterApiGroup.DeleteForMoveAnnotation, ""))));
        _steps.Enqueue(() => world.Watch.ByNobody(() => store.Delete(name)));
        _steps.Enqueue(() => store.Edit(name, item => item.WithMetadata(item.Metadata with { Finalizers = [] })));
    }

    private void Restore(ElementalRegistration registration, List<ElementalHost> hosts, List<ElementalMachine> machines, List<Machine> owners)
    {
        Leave();
        world.Api.Registrations.Create(registration with { Status = null });
        string uid = world.Api.Registrations.Find(ApiServer.RegistrationName)!.Metadata.Uid!;
        foreach (Machine owner in owners)
        {
            world.Api.Owners.Delete(owner.Metadata.Name!);
            world.Api.Owners.Create(owner);
        }

        foreach (ElementalMachine machine in machines)
            world.Api.Machines.Create(Adopted(machine) with { Status = null });
        world.Watch.ByNobody(() =>
        {
            foreach (ElementalHost host in hosts)
                world.Api.Hosts.Create(Owned(host, uid) with { Status = null });
        });
    }

    /// <summary>What came to the source while its objects went is not in the target.</summary>
    private void Leave() => world.Watch.ByNobody(() =>
    {
        foreach (ElementalHost host in world.Api.Hosts.All.ToList())
        {
            world.Api.Hosts.Edit(host.Metadata.Name!, each => each.WithMetadata(each.Metadata with { Finalizers = [] }));
            world.Api.Hosts.Delete(host.Metadata.Name!);
        }
    });

    private static ElementalHost Owned(ElementalHost host, string registrationUid) => host.WithMetadata(host.Metadata with
    {
        OwnerReferences = [.. (host.Metadata.OwnerReferences ?? []).Select(owner => owner with { Uid = registrationUid })],
    });

    /// <summary>Owners have new UIDs, too.</summary>
    private ElementalMachine Adopted(ElementalMachine machine) => machine.WithMetadata(machine.Metadata with
    {
        OwnerReferences = [.. machine.Metadata.OwnerReferences!.Select(owner => owner with { Uid = world.Api.Owners.Find(owner.Name)!.Metadata.Uid! })],
    });

    private void Pause(bool pause)
    {
        foreach (string name in ApiServer.ClusterNames)
            world.Api.Clusters.Edit(name, cluster => cluster with { Spec = cluster.Spec! with { Paused = pause ? true : null } });
    }
}
