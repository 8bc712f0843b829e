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
