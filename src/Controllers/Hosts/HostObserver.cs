using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Gathers what the decisions for one ElementalHost need, from caches only.</summary>
internal sealed class HostObserver(
    IInformers informers, ObjectWriter<ElementalHost> hosts, ObjectWriter<ElementalMachine> machines, TimeProvider clock)
{
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    public HostSeen? Observe(ObjectKey key)
    {
        if (hosts.Find(key) is not { } host)
            return null;

        ElementalMachine? machine = host.Spec?.MachineRef?.Name is { } name ? machines.Find(key with { Name = name }) : null;
        string? cluster = host.Spec?.MachineRef is null ? null : host.Metadata.Label(ClusterApiGroup.ClusterNameLabel);
        return new HostSeen
        {
            Host = host,
            Machine = machine is not null && HostClaim.IsHeldBy(host, machine) ? machine : null,
            Cluster = cluster is null ? null : _clusters.Find(key with { Name = cluster }),
            Now = clock.GetUtcNow(),
        };
    }
}
