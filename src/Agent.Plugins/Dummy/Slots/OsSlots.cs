namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>What is in the slots, which of them is booted next, and which one is booted now.</summary>
internal sealed record OsSlots
{
    /// <summary>Images by slot; a slot that was never written, or cannot be read, is not there.</summary>
    public IReadOnlyDictionary<Slot, OsImage> Images { get; init; } = new Dictionary<Slot, OsImage>();

    /// <summary>The slot that the boot loader tries first; null where nothing is installed.</summary>
    public Slot? Active { get; init; }

    /// <summary>What the boot loader says of this boot; null while nobody has said anything.</summary>
    public BootMark? Boot { get; init; }

    /// <summary>The slot that is booted and therefore known to boot; null in recovery.</summary>
    public Slot? Running => Boot is { Slot: Slot.A or Slot.B } mark ? mark.Slot : null;

    /// <summary>The slot that an update is written to: never the one that is booted, whatever its role.</summary>
    public Slot Spare => Other(Running ?? Active ?? Slot.B);

    /// <summary>Which image is booted.</summary>
    public BootState BootState => this switch
    {
        { Boot: null } or { Images.Count: 0 } => BootState.Unknown,
        { Boot.Slot: Slot.Recovery } => BootState.Recovery,
        { Boot.Failed: not null } => BootState.Passive,
        _ => BootState.Active,
    };

    /// <summary>The other one of A and B.</summary>
    public static Slot Other(Slot slot) => slot == Slot.A ? Slot.B : Slot.A;

    /// <summary>Whether a slot holds an image in a state.</summary>
    public bool Holds(Slot? slot, string id, ImageState state) =>
        slot is { } place && Images.GetValueOrDefault(place) is { } image && image.Id == id && image.State == state;
}
