using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>States of the hosts of a fleet that a watcher of the API waits for.</summary>
internal static class HostMilestones
{
    public static Func<ElementalHost?, ElementalHost?, string?> Installed(Fleet fleet) =>
        Of(fleet, host => host.Metadata.Label(HostLabels.Installed) == HostLabels.True);

    public static Func<ElementalHost?, ElementalHost?, string?> Bootstrapped(Fleet fleet) =>
        Of(fleet, host => host.Metadata.Label(HostLabels.Bootstrapped) == HostLabels.True);

    public static Func<ElementalHost?, ElementalHost?, string?> Ready(Fleet fleet) =>
        Of(fleet, host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready));

    public static Func<ElementalHost?, ElementalHost?, string?> Lost(Fleet fleet) => Of(fleet, host => host.IsAway());

    public static Func<ElementalHost?, ElementalHost?, string?> Connected(Fleet fleet) =>
        Of(fleet, host => Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Connected));

    /// <summary>The host of an agent ceased to exist.</summary>
    public static Func<ElementalHost?, ElementalHost?, string?> Gone(Fleet fleet)
    {
        HashSet<string> names = Names(fleet);
        return (before, after) => after is null && before?.Metadata.Name is { } name && names.Contains(name) ? name : null;
    }

    public static HashSet<string> Names(Fleet fleet) => fleet.Agents.Select(agent => agent.Name).ToHashSet(StringComparer.Ordinal);

    private static Func<ElementalHost?, ElementalHost?, string?> Of(Fleet fleet, Func<ElementalHost, bool> isReached)
    {
        HashSet<string> names = Names(fleet);
        return (_, after) => after?.Metadata.Name is { } name && names.Contains(name) && isReached(after) ? name : null;
    }
}
