using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// One manager that holds itself for the leader, with caches of its own. It takes the steps that are decided, and may die at any write: before
/// it, or before it hears that it succeeded.
/// </summary>
internal sealed partial class Leader(World world)
{
    private readonly Cache<ElementalHost> _hosts = new(world.Api.Hosts);
    private readonly Cache<ElementalMachine> _machines = new(world.Api.Machines);
    private readonly Cache<Machine> _owners = new(world.Api.Owners);
    private readonly Cache<Cluster> _clusters = new(world.Api.Clusters);
    private readonly Cache<ElementalRegistration> _registrations = new(world.Api.Registrations);
    private int _writesLeft;

    public IEnumerable<string> KnownHosts => [.. _hosts.All.Select(host => host.Metadata.Name!)];

    public IEnumerable<string> KnownMachines => [.. _machines.All.Select(machine => machine.Metadata.Name!)];

    /// <summary>Brings the caches up to date, all of them or some.</summary>
    public void CatchUp(Freshness freshness)
    {
        if (freshness.HasFlag(Freshness.Hosts))
            _hosts.CatchUp();
        if (freshness.HasFlag(Freshness.Machines))
            _machines.CatchUp();
        if (freshness.HasFlag(Freshness.Others))
        {
            _owners.CatchUp();
            _clusters.CatchUp();
            _registrations.CatchUp();
        }
    }

    /// <summary>Runs one reconciliation; with a number of writes after which the process dies, its last answer unheard.</summary>
    public void Reconcile(Action<Leader> reconciliation, int diesAtWrite)
    {
        _writesLeft = diesAtWrite > 0 ? diesAtWrite : int.MaxValue;
        try
        {
            reconciliation(this);
        }
        catch (CutOffException exception)
        {
            if (!exception.IsConflict)
                Restart();
        }
    }

    private void Restart()
    {
        _hosts.Restart();
        _machines.Restart();
        _owners.Restart();
        _clusters.Restart();
        _registrations.Restart();
    }

    private T Written<T>(Cache<T> cache, T? written)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (written is null)
            throw CutOffException.Conflict;
        if (--_writesLeft <= 0)
            throw CutOffException.Death;

        return cache.Remember(written);
    }
}
