using System.Text.Json;
using System.Text.Json.Serialization;
using ElementalProvider.Agent.Contract;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>A place on the disk that holds an image of the OS. Which of A and B is active, and which passive, changes with every update.</summary>
internal enum Slot
{
    [JsonStringEnumMemberName("a")]
    A,

    [JsonStringEnumMemberName("b")]
    B,

    /// <summary>The system that wipes and repairs the host; written by an installation only.</summary>
    [JsonStringEnumMemberName("recovery")]
    Recovery,
}

/// <summary>How far an image is.</summary>
internal enum ImageState
{
    /// <summary>It is being written, or that was cut off: it cannot be booted.</summary>
    [JsonStringEnumMemberName("incomplete")]
    Incomplete,

    /// <summary>It can be booted, as far as anybody knows.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>It was tried and the boot loader fell back to the other one.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

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

/// <summary>What the boot loader says of this boot.</summary>
internal sealed record BootMark
{
    /// <summary>The slot that was booted.</summary>
    public required Slot Slot { get; init; }

    /// <summary>Id of the image that was to be booted and could not be; null where it was booted.</summary>
    public string? Failed { get; init; }
}

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

    /// <summary>The image that is booted; null where that is not known.</summary>
    public OsImage? Booted => Boot is { } mark ? Images.GetValueOrDefault(mark.Slot) : null;

    /// <summary>The image that a rollback would boot; null where there is none that can be booted.</summary>
    public OsImage? Fallback => Running is not null && Images.GetValueOrDefault(Spare) is { State: ImageState.Complete } image ? image : null;

    /// <summary>The other one of A and B.</summary>
    public static Slot Other(Slot slot) => slot == Slot.A ? Slot.B : Slot.A;

    /// <summary>Whether a slot holds an image in a state.</summary>
    public bool Holds(Slot? slot, string id, ImageState state) =>
        slot is { } place && Images.GetValueOrDefault(place) is { } image && image.Id == id && image.State == state;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    MaxDepth = ContractJsonContext.MaxDepth)]
[JsonSerializable(typeof(OsImage))]
[JsonSerializable(typeof(BootMark))]
[JsonSerializable(typeof(RollbackNote))]
internal sealed partial class SlotJsonContext : JsonSerializerContext;
