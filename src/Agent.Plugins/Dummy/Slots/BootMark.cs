namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>What the boot loader says of this boot.</summary>
internal sealed record BootMark
{
    /// <summary>The slot that was booted.</summary>
    public required Slot Slot { get; init; }

    /// <summary>Id of the image that was to be booted and could not be; null where it was booted.</summary>
    public string? Failed { get; init; }
}
