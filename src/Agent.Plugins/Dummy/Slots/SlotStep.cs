namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>What is to be done for an OS version.</summary>
/// <param name="Outcome">How it stands once this is done.</param>
/// <param name="NextBoot">The slot to boot next; null leaves the choice alone.</param>
/// <param name="Write">Whether the image must be written to that slot first.</param>
internal sealed record SlotStep(OsVersionOutcome Outcome, Slot? NextBoot, bool Write = false);
