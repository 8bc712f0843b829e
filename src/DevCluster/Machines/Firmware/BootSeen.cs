namespace ElementalProvider.DevCluster.Machines.Firmware;

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
