using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Pool;

/// <summary>
/// What the choice of a host looks up without going through all objects. Hosts that are another instance's, by the watch filter, are no part of
/// the pool.
/// </summary>
internal static class PoolIndexes
{
    /// <summary>Hosts by namespace and availability.</summary>
    public const string HostByAvailability = "host-by-availability";

    /// <summary>ElementalMachines that have no host and may want one, by namespace.</summary>
    public const string Hostless = "machine-hostless";

    /// <summary>ElementalMachines that were told that there is no host for them, by namespace and selector.</summary>
    public const string Waiting = "machine-waiting";

    public static ControllerBuilder AddPoolIndexes(this ControllerBuilder builder) => builder
        .AddIndexOfOurs<ElementalHost>(HostByAvailability, host => [Key(host.Metadata.NamespaceProperty!, host.Availability())])
        .AddIndex<ElementalMachine>(Hostless, machine => IsHostless(machine) ? [machine.Metadata.NamespaceProperty!] : [])
        .AddIndex<ElementalMachine>(Waiting, machine => IsWaiting(machine) ? [WaitingKey(machine)] : []);

    /// <summary>The value that a host is filed under.</summary>
    public static string Key(string namespaceName, HostAvailability availability) => $"{namespaceName}/{availability}";

    /// <summary>The value that machines wait under which want the same as this one.</summary>
    public static string WaitingKey(ElementalMachine machine) =>
        $"{machine.Metadata.NamespaceProperty}/{SelectorText.Of(machine.Spec?.Selector)}";

    /// <summary>Whether a machine has found no host.</summary>
    public static bool IsWaiting(ElementalMachine machine) =>
        IsHostless(machine)
        && Conditions.Find(machine.Status?.Conditions, ConditionTypes.AssociationReady)?.Reason == Reasons.MissingAvailableHosts;

    private static bool IsHostless(ElementalMachine machine) => machine.Spec?.HostRef is null && machine.Metadata.DeletionTimestamp is null;
}
