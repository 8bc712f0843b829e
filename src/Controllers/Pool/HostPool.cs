using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Pool;

/// <summary>The hosts of one namespace that this provider looks after, read only when a host must be chosen.</summary>
/// <param name="Candidates">Every host that is free and that no other machine is about to claim; may hold others.</param>
/// <param name="Free">Every host that is free; may hold others.</param>
/// <param name="Counts">How many hosts there are by what stands against claiming them.</param>
internal sealed record HostPool(
    Func<IReadOnlyCollection<ElementalHost>> Candidates,
    Func<IReadOnlyCollection<ElementalHost>> Free,
    Func<IReadOnlyDictionary<HostAvailability, int>> Counts)
{
    /// <summary>How many machines have found no host with the selector of the machine that asks, itself included.</summary>
    public Func<int> Waiting { get; init; } = () => 1;

    /// <summary>A pool of the hosts that are given.</summary>
    public static HostPool Of(IReadOnlyCollection<ElementalHost> hosts) => new(() => hosts, () => hosts, () => Count(hosts));

    /// <summary>The counts of the hosts that are given.</summary>
    public static IReadOnlyDictionary<HostAvailability, int> Count(IEnumerable<ElementalHost> hosts) =>
        hosts.CountBy(host => host.Availability()).ToDictionary();

    /// <summary>The same hosts, but one that the server said cannot be had is no candidate, even if a cache still shows it as free.</summary>
    /// <param name="host">Name of that host.</param>
    public HostPool Without(string host) => this with { Candidates = () => [.. Candidates().Where(each => each.Metadata.Name != host)] };
}
