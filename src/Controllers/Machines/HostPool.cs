using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Machines;

/// <summary>The hosts of one namespace, read only when a host must be chosen.</summary>
/// <param name="Candidates">Every host that is free and that no other machine is about to claim; may hold others.</param>
/// <param name="All">Every host.</param>
internal sealed record HostPool(Func<IReadOnlyCollection<ElementalHost>> Candidates, Func<IReadOnlyCollection<ElementalHost>> All)
{
    /// <summary>How many machines have found no host with the selector of the machine that asks, itself included.</summary>
    public Func<int> Waiting { get; init; } = () => 1;

    /// <summary>The same hosts, but one that the server said cannot be had is no candidate, even if a cache still shows it as free.</summary>
    /// <param name="host">Name of that host.</param>
    public HostPool Without(string host) => this with { Candidates = () => [.. Candidates().Where(each => each.Metadata.Name != host)] };
}
