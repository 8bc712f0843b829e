namespace ElementalProvider.DevCluster.Machines.Firmware;

/// <summary>What a boot loader boots. No I/O.</summary>
internal static class BootLoaderDecisions
{
    /// <summary>Recovery where it was asked for, else the active slot, else the passive one.</summary>
    public static BootTarget Choose(BootSeen seen) => seen switch
    {
        { RecoveryAsked: true } => new BootTarget.Recovery(),
        { Active: null } => new BootTarget.Unslotted(),
        { ActiveFails: false, ActiveImage.Boots: true } => new BootTarget.Active(seen.Active),
        { PassiveImage.Boots: true } => new BootTarget.Passive(Other(seen.Active), seen.ActiveImage?.Id ?? ""),
        _ => new BootTarget.Nothing(),
    };

    /// <summary>What the OS is told, or null where it has to find out by itself.</summary>
    public static BootMarkFile? Mark(BootTarget target) => target switch
    {
        BootTarget.Recovery => new BootMarkFile { Slot = "recovery" },
        BootTarget.Active active => new BootMarkFile { Slot = active.Slot },
        BootTarget.Passive passive => new BootMarkFile { Slot = passive.Slot, Failed = passive.Failed },
        _ => null,
    };

    /// <summary>The other one of <c>a</c> and <c>b</c>.</summary>
    public static string Other(string slot) => slot == "a" ? "b" : "a";
}

/// <summary>What a boot loader finds when the power comes on.</summary>
internal sealed record BootSeen
{
    /// <summary>Whether a reset was asked for or was cut off.</summary>
    public bool RecoveryAsked { get; init; }

    /// <summary>The slot to boot, <c>a</c> or <c>b</c>; null where nothing was ever put into slots.</summary>
    public string? Active { get; init; }

    /// <summary>What is in that slot; null where that cannot be read.</summary>
    public SlotFile? ActiveImage { get; init; }

    /// <summary>What is in the other slot; null where that cannot be read.</summary>
    public SlotFile? PassiveImage { get; init; }

    /// <summary>Whether the active image is to fail this once, whatever it is.</summary>
    public bool ActiveFails { get; init; }
}

/// <summary>What a machine boots.</summary>
internal abstract record BootTarget
{
    private BootTarget()
    {
    }

    /// <summary>The system that wipes the machine.</summary>
    internal sealed record Recovery : BootTarget;

    /// <summary>What was on the machine before anything was put into slots.</summary>
    internal sealed record Unslotted : BootTarget;

    /// <summary>The active slot.</summary>
    /// <param name="Slot"><c>a</c> or <c>b</c>.</param>
    internal sealed record Active(string Slot) : BootTarget;

    /// <summary>The other slot, since the active one does not boot.</summary>
    /// <param name="Slot"><c>a</c> or <c>b</c>.</param>
    /// <param name="Failed">Id of the image that does not boot; empty where it cannot be read.</param>
    internal sealed record Passive(string Slot, string Failed) : BootTarget;

    /// <summary>Nothing: neither slot boots.</summary>
    internal sealed record Nothing : BootTarget;
}
