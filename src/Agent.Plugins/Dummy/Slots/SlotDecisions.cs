namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>How an OS version comes into the slots. No I/O.</summary>
internal static class SlotDecisions
{
    /// <summary>
    /// The next step for a version. An image that is known to boot is never written over, and is what boots next whenever no other one is
    /// wanted: a version that was rolled back is not tried again by a later reboot.
    /// </summary>
    /// <param name="slots">What is true.</param>
    /// <param name="wanted">Id of the version that is wanted.</param>
    public static SlotStep Next(OsSlots slots, string wanted) => slots switch
    {
        _ when IsRunning(slots, wanted) => new SlotStep(OsVersionOutcome.Running, slots.Running),
        _ when slots.Boot?.Failed == wanted || slots.Holds(slots.Spare, wanted, ImageState.Failed) =>
            new SlotStep(OsVersionOutcome.RolledBack, slots.Running),
        _ when slots.Holds(slots.Spare, wanted, ImageState.Complete) => new SlotStep(OsVersionOutcome.RebootRequired, slots.Spare),
        _ => new SlotStep(OsVersionOutcome.RebootRequired, slots.Spare, Write: true),
    };

    /// <summary>The slot whose image this boot could not boot and that does not say so yet, or null.</summary>
    /// <param name="slots">What is true.</param>
    public static Slot? FailedNow(OsSlots slots) =>
        slots.Boot is { Failed: { } failed } && slots.Holds(slots.Spare, failed, ImageState.Complete) ? slots.Spare : null;

    // An image that could not be booted once counts as running where it is booted all the same: as the last one left.
    private static bool IsRunning(OsSlots slots, string wanted) =>
        slots.Holds(slots.Running, wanted, ImageState.Complete) || slots.Holds(slots.Running, wanted, ImageState.Failed);
}
