using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Machines;

/// <summary>The hosts of one namespace, read only when a host must be chosen.</summary>
/// <param name="Candidates">At least every host that is free; may hold others.</param>
/// <param name="All">Every host.</param>
internal sealed record HostPool(Func<IReadOnlyCollection<ElementalHost>> Candidates, Func<IReadOnlyCollection<ElementalHost>> All);
