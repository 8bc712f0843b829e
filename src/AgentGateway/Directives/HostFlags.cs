using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.AgentGateway.Directives;

/// <summary>Yes-or-no questions about a host that more than one decision asks.</summary>
internal static class HostFlags
{
    /// <summary>Whether a label says true.</summary>
    /// <param name="host">The host.</param>
    /// <param name="label">One of <see cref="HostLabels"/>.</param>
    public static bool Has(ElementalHost host, string label) => Label(host, label) == HostLabels.True;

    /// <summary>Whether an ElementalMachine holds the host.</summary>
    /// <param name="host">The host.</param>
    public static bool IsClaimed(ElementalHost host) => host.Spec?.MachineRef is not null;

    /// <summary>Whether deletion was asked for.</summary>
    /// <param name="host">The host.</param>
    public static bool IsDeleting(ElementalHost host) => host.Metadata.DeletionTimestamp is not null;

    /// <summary>Whether the host has to be wiped: it was released, or it is being deleted.</summary>
    /// <param name="host">The host.</param>
    public static bool NeedsReset(ElementalHost host) => Has(host, HostLabels.NeedsReset) || IsDeleting(host);

    /// <summary>Whether bootstrap data waits for the host: claimed, with a Secret, not bootstrapped, not on its way out.</summary>
    /// <param name="host">The host.</param>
    public static bool WantsBootstrap(ElementalHost host) =>
        IsClaimed(host) && host.Spec?.BootstrapSecret?.Name is { Length: > 0 } && !Has(host, HostLabels.Bootstrapped) && !NeedsReset(host);

    /// <summary>Whether an update in place is allowed and not proved yet.</summary>
    /// <param name="host">The host.</param>
    public static bool IsUpdatePending(ElementalHost host) => Label(host, HostLabels.InPlaceUpdate) == HostLabels.InPlaceUpdatePending;

    private static string? Label(ElementalHost host, string name) => host.Metadata.Label(name);
}
