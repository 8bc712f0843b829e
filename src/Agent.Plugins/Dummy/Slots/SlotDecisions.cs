namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>How an OS version stands in the slots.</summary>
internal enum SlotFinding
{
    /// <summary>It is nowhere, or not whole.</summary>
    Missing,

    /// <summary>It is in the other slot, and was not tried there or has booted before.</summary>
    Staged,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>The machine fell back from it.</summary>
    RolledBack,
}

/// <summary>How an OS version comes into the slots. No I/O.</summary>
internal static class SlotDecisions
{
    /// <summary>How a version stands. An image that could not be booted once counts as running where it is booted all the same: as the last one left.</summary>
    /// <param name="slots">What is true.</param>
    /// <param name="wanted">Id of the version.</param>
    public static SlotFinding Find(OsSlots slots, string wanted) => slots switch
    {
        _ when slots.Holds(slots.Running, wanted, ImageState.Complete) || slots.Holds(slots.Running, wanted, ImageState.Failed) => SlotFinding.Running,
        _ when slots.Boot?.Failed == wanted || slots.Holds(slots.Spare, wanted, ImageState.Failed) => SlotFinding.RolledBack,
        _ when slots.Holds(slots.Spare, wanted, ImageState.Complete) => SlotFinding.Staged,
        _ => SlotFinding.Missing,
    };

    /// <summary>
    /// The slot to boot next once nothing else is wanted; null leaves the choice alone. What runs is known to boot: a version that was rolled back
    /// or given up is not tried by a later reboot.
    /// </summary>
    /// <param name="slots">What is true.</param>
    public static Slot? Settle(OsSlots slots) => slots.Running is { } running && slots.Images.ContainsKey(running) ? running : null;

    /// <summary>The slot whose image this boot could not boot and that does not say so yet, or null.</summary>
    /// <param name="slots">What is true.</param>
    public static Slot? FailedNow(OsSlots slots) =>
        slots.Boot is { Failed: { } failed } && slots.Holds(slots.Spare, failed, ImageState.Complete) ? slots.Spare : null;
}
