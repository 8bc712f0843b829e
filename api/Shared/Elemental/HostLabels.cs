using System.Collections.Frozen;

namespace ElementalProvider.Api.Elemental;

/// <summary>Labels of an <c>ElementalHost</c>. Values are <c>true</c> unless said otherwise.</summary>
public static class HostLabels
{
    /// <summary>Labels and annotations of hosts that begin with it are the provider's: each has a meaning, and there are no others.</summary>
    public const string Prefix = "elementalhost.infrastructure.cluster.x-k8s.io/";

    /// <summary>Name of the CAPI Machine the host serves. Written by the machine controller.</summary>
    public const string MachineName = Prefix + "machine-name";

    /// <summary>Name of the ElementalMachine the host serves. Written by the machine controller.</summary>
    public const string ElementalMachineName = Prefix + "elemental-machine-name";

    /// <summary>The operating system is installed. Written by the gateway on the host's word.</summary>
    public const string Installed = Prefix + "installed";

    /// <summary>The bootstrap data has run successfully. Written by the gateway on the host's word.</summary>
    public const string Bootstrapped = Prefix + "bootstrapped";

    /// <summary>The host must wipe itself. Written by the machine controller (release) and the host controller (deletion).</summary>
    public const string NeedsReset = Prefix + "needs-reset";

    /// <summary>The host has shown that it wiped itself. Written by the gateway on the host's word.</summary>
    public const string Reset = Prefix + "reset";

    /// <summary><see cref="InPlaceUpdatePending"/> asks for an update of a bootstrapped host; the gateway turns it into <see cref="InPlaceUpdateDone"/>.</summary>
    public const string InPlaceUpdate = Prefix + "in-place-update";

    /// <summary>Value of <see cref="InPlaceUpdate"/>: apply the OS version although the host is bootstrapped.</summary>
    public const string InPlaceUpdatePending = "pending";

    /// <summary>Value of <see cref="InPlaceUpdate"/>: the update succeeded.</summary>
    public const string InPlaceUpdateDone = "done";

    /// <summary>Value of the labels that only say yes.</summary>
    public const string True = "true";

    /// <summary>All of them, each with the values that it can have; none where any will do.</summary>
    public static FrozenDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        [MachineName] = [],
        [ElementalMachineName] = [],
        [Installed] = [True],
        [Bootstrapped] = [True],
        [NeedsReset] = [True],
        [Reset] = [True],
        [InPlaceUpdate] = [InPlaceUpdatePending, InPlaceUpdateDone],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that tell what a host has proved and whom it serves. Nobody but the provider can know that.</summary>
    public static FrozenSet<string> WrittenByProvider { get; } =
        new[] { MachineName, ElementalMachineName, Installed, Bootstrapped, Reset }.ToFrozenSet(StringComparer.Ordinal);
}
