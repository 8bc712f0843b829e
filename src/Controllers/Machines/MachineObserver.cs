using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Gathers what the decisions for one ElementalMachine need. Reads caches; asks the server only after an interrupted claim.</summary>
internal sealed class MachineObserver(
    IInformers informers, ObjectWriter<ElementalMachine> machines, ObjectWriter<ElementalHost> hosts, ClaimAttempts attempts, TimeProvider clock)
{
    private readonly IStore<Machine> _owners = informers.Get<Machine>().Store;
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;
    private readonly IStore<ElementalHost> _hosts = informers.Get<ElementalHost>().Store;

    public async ValueTask<MachineSeen?> ObserveAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (machines.Find(key) is not { } machine)
            return null;

        Machine? owner = Owners.Find(machine.Metadata, ClusterApiGroup.Name, "Machine") is { } reference
            ? _owners.Find(key with { Name = reference.Name })
            : null;
        string? cluster = owner?.Spec?.ClusterName ?? machine.Metadata.Label(ClusterApiGroup.ClusterNameLabel);
        return new MachineSeen
        {
            Machine = machine,
            Owner = owner,
            Cluster = cluster is null ? null : _clusters.Find(key with { Name = cluster }),
            Host = await HostOfAsync(key, machine, cancellationToken),
            Hosts = new HostPool(
                () => Newest(_hosts.ByIndex(MachineIndexes.FreeHost, key.Namespace)),
                () => Newest(_hosts.ByIndex(MachineIndexes.HostByNamespace, key.Namespace))),
            Now = clock.GetUtcNow(),
        };
    }

    private async ValueTask<ElementalHost?> HostOfAsync(ObjectKey key, ElementalMachine machine, CancellationToken cancellationToken)
    {
        if (machine.Spec?.HostRef?.Name is { } name)
            return hosts.Find(key with { Name = name });
        if (attempts.Of(machine) is { } attempted)
            return await AskAsync(attempted, machine, cancellationToken);

        return _hosts.ByIndex(MachineIndexes.HostByMachine, key.ToString())
            .Select(hosts.Newest)
            .FirstOrDefault(host => HostClaim.IsHeldBy(host, machine));
    }

    private async Task<ElementalHost?> AskAsync(ObjectKey attempted, ElementalMachine machine, CancellationToken cancellationToken)
    {
        ElementalHost? host = await hosts.ReadAsync(attempted, cancellationToken);
        if (host is not null && HostClaim.IsHeldBy(host, machine))
            return host;

        attempts.End(machine);
        return null;
    }

    private IReadOnlyCollection<ElementalHost> Newest(IReadOnlyCollection<ElementalHost> cached) => [.. cached.Select(hosts.Newest)];
}
