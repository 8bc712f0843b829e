using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Gathers what the decisions for one ElementalMachine need. Reads nothing but caches.</summary>
internal sealed class MachineObserver(
    IInformers informers, ObjectWriter<ElementalMachine> machines, ObjectWriter<ElementalHost> hosts,
    HostReservations reservations, WrittenCounts counts, TimeProvider clock)
{
    private readonly IStore<Machine> _owners = informers.Get<Machine>().Store;
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;
    private readonly IStore<ElementalHost> _hosts = informers.Get<ElementalHost>().Store;
    private readonly IStore<ElementalMachine> _machines = informers.Get<ElementalMachine>().Store;

    public MachineSeen? Observe(ObjectKey key)
    {
        if (machines.Find(key) is not { } machine)
            return null;

        V1OwnerReference? reference = Owners.Find(machine.Metadata, ClusterApiGroup.Name, "Machine");
        Machine? owner = Owners.Resolve(reference, name => _owners.Find(key with { Name = name }));
        string? cluster = owner?.Spec?.ClusterName ?? machine.Metadata.Label(ClusterApiGroup.ClusterNameLabel);
        return new MachineSeen
        {
            Machine = machine,
            Owner = owner,
            Cluster = cluster is null ? null : _clusters.Find(key with { Name = cluster }),
            Host = HostOf(key, machine),
            Hosts = PoolFor(key, machine),
            CountedAt = counts.At(key),
            Now = clock.GetUtcNow(),
        };
    }

    /// <summary>The host that the machine names, or one that names the machine although the machine does not, as older providers left it.</summary>
    private ElementalHost? HostOf(ObjectKey key, ElementalMachine machine) => machine.Spec?.HostRef?.Name is { } name
        ? hosts.Find(key with { Name = name })
        : Newest(MachineIndexes.HostByMachine, key.ToString()).FirstOrDefault(host => HostClaim.IsHeldBy(host, machine));

    /// <summary>Thousands of machines may wait at once: what a single one looks at must not grow with their number, nor with that of claimed hosts.</summary>
    private HostPool PoolFor(ObjectKey key, ElementalMachine machine)
    {
        string free = PoolIndexes.Key(key.Namespace, HostAvailability.Free);
        return new HostPool(
            () => [.. Newest(PoolIndexes.HostByAvailability, free).Where(host => !reservations.IsTaken(host, key))],
            () => [.. Newest(PoolIndexes.HostByAvailability, free)],
            () => Enum.GetValues<HostAvailability>().ToDictionary(
                each => each, each => _hosts.CountByIndex(PoolIndexes.HostByAvailability, PoolIndexes.Key(key.Namespace, each))))
        {
            Waiting = () => _machines.CountByIndex(PoolIndexes.Waiting, PoolIndexes.WaitingKey(machine)) + (IsCounted(key) ? 0 : 1),
        };
    }

    private bool IsCounted(ObjectKey key) => _machines.Find(key) is { } cached && PoolIndexes.IsWaiting(cached);

    private IEnumerable<ElementalHost> Newest(string index, string value) =>
        from cached in _hosts.ByIndex(index, value)
        let newest = hosts.Find(ObjectKey.Of(cached))
        where newest is not null
        select newest;
}
