namespace ElementalProvider.Api.Elemental.Lifecycle;

/// <summary>One row of the lifecycle: in any of some states, what happens, when that counts, and where it leads.</summary>
/// <param name="From">The states in which it can happen.</param>
/// <param name="Event">What happens, as a clause for people and logs.</param>
/// <param name="Guard">What must hold for it, as a clause; empty where nothing must.</param>
/// <param name="To">The state after it.</param>
public sealed record HostTransition(IReadOnlyList<HostState> From, string Event, string Guard, HostState To);
