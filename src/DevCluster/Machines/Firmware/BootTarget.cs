namespace ElementalProvider.DevCluster.Machines.Firmware;

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
