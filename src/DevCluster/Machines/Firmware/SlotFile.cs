namespace ElementalProvider.DevCluster.Machines.Firmware;

/// <summary>What a boot loader must know of an image: a part of what the dummy OS writes about each slot.</summary>
internal sealed record SlotFile
{
    private const string Incomplete = "incomplete";

    /// <summary>Tells the image from others.</summary>
    public required string Id { get; init; }

    /// <summary>Its version, for people.</summary>
    public required string Version { get; init; }

    /// <summary>How far the image is; one that is <c>incomplete</c> cannot be booted.</summary>
    public required string State { get; init; }

    /// <summary>Whether the image never boots, because that was asked for.</summary>
    public bool BootFails { get; init; }

    /// <summary>Whether the image comes up.</summary>
    public bool Boots => State != Incomplete && !BootFails;
}
