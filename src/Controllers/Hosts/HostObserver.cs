using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Machines;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Gathers what the decisions for one ElementalHost need, from caches only.</summary>
internal sealed class HostObserver(
    IInformers informers, ObjectWriter<ElementalHost> hosts, ObjectWriter<ElementalMachine> machines,
    ObjectWriter<ElementalRegistration> registrations, Withdrawals withdrawals, ElementalControllersOptions options, TimeProvider clock)
{
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;
    private readonly IStore<ElementalMachine> _machines = informers.Get<ElementalMachine>().Store;

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
            Registration = Ownership.RegistrationOf(host) is { } registration ? registrations.Find(registration) : null,
            IsNamed = host.IsDeleting() && _machines.ByIndex(MachineIndexes.ByHost, key.ToString()).Any(each => Names(each, host)),
            WasWithdrawn = withdrawals.Has(host),
            Patience = options.OsVersionTimeout,
            Now = clock.GetUtcNow(),
        };
    }

    /// <summary>Whether a machine that was found by the host it named names it still, as far as is known.</summary>
    private bool Names(ElementalMachine cached, ElementalHost host) =>
        machines.Find(ObjectKey.Of(cached)) is { } machine
        && machine.Spec?.HostRef?.Name == host.Metadata.Name
        && !machine.IsDeleting();
}
