namespace ElementalProvider.DevCluster.Machines.Firmware;

/// <summary>What the boot loader tells the OS of this boot.</summary>
internal sealed record BootMarkFile
{
    /// <summary><c>a</c>, <c>b</c> or <c>recovery</c>.</summary>
    public required string Slot { get; init; }

    /// <summary>Id of the image that was to be booted and could not be, empty where it could not even be read; null where it was booted.</summary>
    public string? Failed { get; init; }
}
