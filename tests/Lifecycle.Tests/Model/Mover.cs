using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Lifecycle.Tests.Api;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// clusterctl move, step by step: pause, copy, then for each object mark it as moved, delete it and strip its finalizers; in the end the copies
/// appear, without status and under new UIDs, and the pause ends. The one API server stands for both, as the hosts speak to whoever has them.
/// </summary>
internal sealed class Mover(World world)
{
    private readonly Queue<Action> _steps = [];

    public bool IsMoving => _steps.Count > 0;

    /// <summary>clusterctl refuses to move what is not provisioned or on its way out; so do people with sense, who wait for resets as well.</summary>
    private bool CanMove =>
        !world.Api.Hosts.All.Any(HostPredicates.MustReset)
        && world.Api.Machines.All.All(machine => machine.Metadata.DeletionTimestamp is null)
        && world.Api.Owners.All.All(owner => world.Api.Machines.Find(owner.Metadata.Name!) is not null);

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
        if (!CanMove)
        {
            Pause(false);
            return;
        }

        List<ElementalHost> hosts = [.. world.Api.Hosts.All];
        List<ElementalMachine> machines = [.. world.Api.Machines.All];
        List<Machine> owners = [.. world.Api.Owners.All];
        world.Api.IsOpenForRegistration = false;
        foreach (ElementalMachine machine in machines)
            Remove(world.Api.Machines, machine.Metadata.Name!);
        foreach (ElementalHost host in hosts)
            Remove(world.Api.Hosts, host.Metadata.Name!);
        _steps.Enqueue(() => Restore(hosts, machines, owners));
        _steps.Enqueue(() => Pause(false));
    }

    private void Remove<T>(Store<T> store, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _steps.Enqueue(() => store.Edit(name, item => item.WithMetadata(Person.WithAnnotation(item.Metadata, ClusterApiGroup.DeleteForMoveAnnotation, ""))));
        _steps.Enqueue(() => world.Watch.DuringMove(() => store.Delete(name)));
        _steps.Enqueue(() => store.Edit(name, item => item.WithMetadata(item.Metadata with { Finalizers = [] })));
    }

    private void Restore(List<ElementalHost> hosts, List<ElementalMachine> machines, List<Machine> owners)
    {
        foreach (Machine owner in owners)
        {
            world.Api.Owners.Delete(owner.Metadata.Name!);
            world.Api.Owners.Create(owner);
        }

        foreach (ElementalMachine machine in machines)
            world.Api.Machines.Create(Adopted(machine) with { Status = null });
        world.Watch.DuringMove(() =>
        {
            foreach (ElementalHost host in hosts)
                world.Api.Hosts.Create(host with { Status = null });
        });
        world.Api.IsOpenForRegistration = true;
    }

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
