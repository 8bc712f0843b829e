using System.Text.Json;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>What is in a slot.</summary>
internal sealed record OsImage
{
    /// <summary>The id of every image that an installation wrote: no version that was asked for has it.</summary>
    public const string InstalledId = "installed";

    /// <summary>Says which OS version this is: a digest of all that was asked for, or <see cref="InstalledId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The version for people.</summary>
    public required string Version { get; init; }

    public required ImageState State { get; init; }

    /// <summary>Whether the image never boots, because that was asked for.</summary>
    public bool BootFails { get; init; }

    /// <summary>What was asked for, as it was applied; null where an installation wrote the image.</summary>
    public JsonElement? OsVersionManagement { get; init; }
}
