using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>
/// Slots as files. A boot loader shares them: it reads <see cref="ActivePath"/> and the slots, and writes <see cref="MarkPath"/>. Where no
/// boot loader did, the active slot counts as booted.
/// </summary>
internal sealed class SlotStore(IHostFiles files)
{
    /// <summary>Says <c>a</c> or <c>b</c>: the slot to boot next.</summary>
    public const string ActivePath = "/boot/elemental/active";

    /// <summary>What the boot loader says of this boot; <c>/run</c> is empty after each boot.</summary>
    public const string MarkPath = "/run/elemental/boot.json";

    /// <summary>
    /// Stands in for a boot loader that left no mark, and notes an image that this boot could not boot. What runs on a host without slots counts
    /// as slot A.
    /// </summary>
    public async Task NoteBootAsync(CancellationToken cancellationToken)
    {
        OsSlots slots = await ReadAsync(cancellationToken);
        if (slots.Boot is null)
            await MarkAsync(slots.Active ?? Slot.A, cancellationToken);
        if (SlotDecisions.FailedNow(slots) is { } failed)
            await WriteAsync(failed, slots.Images[failed] with { State = ImageState.Failed }, cancellationToken);
    }

    public async Task<OsSlots> ReadAsync(CancellationToken cancellationToken)
    {
        Dictionary<Slot, OsImage> images = [];
        Dictionary<string, string> ids = [];
        foreach (Slot slot in Enum.GetValues<Slot>())
        {
            if (await ReadAsync(PathOf(slot), SlotJsonContext.Default.OsImage, cancellationToken) is not { } image)
                continue;

            images[slot] = image with { Id = IdOf(image) };
            ids[image.Id] = images[slot].Id;
        }

        BootMark? mark = await ReadAsync(MarkPath, SlotJsonContext.Default.BootMark, cancellationToken);

        return new OsSlots
        {
            Images = images,
            Active = (await files.ReadAsync(ActivePath, cancellationToken))?.Trim() switch { "a" => Slot.A, "b" => Slot.B, _ => null },
            Boot = mark?.Failed is { } failed ? mark with { Failed = ids.GetValueOrDefault(failed, failed) } : mark,
        };
    }

    /// <summary>Replaces what is in a slot.</summary>
    public Task WriteAsync(Slot slot, OsImage image, CancellationToken cancellationToken) =>
        files.WriteAsync(
            PathOf(slot), JsonSerializer.SerializeToUtf8Bytes(image, SlotJsonContext.Default.OsImage), HostFilesText.Readable, cancellationToken);

    /// <summary>Chooses the slot that is booted next, A or B.</summary>
    public async Task ChooseAsync(Slot slot, CancellationToken cancellationToken)
    {
        string choice = NameOf(slot) + "\n";
        if (await files.ReadAsync(ActivePath, cancellationToken) != choice)
            await files.WriteTextAsync(ActivePath, choice, cancellationToken);
    }

    /// <summary>Has what runs booted next, where that is known.</summary>
    public async Task SettleAsync(OsSlots slots, CancellationToken cancellationToken)
    {
        if (SlotDecisions.Settle(slots) is { } running)
            await ChooseAsync(running, cancellationToken);
    }

    /// <summary>Says that a slot runs, without a boot: what was just installed, or where there is no boot loader.</summary>
    public Task MarkAsync(Slot slot, CancellationToken cancellationToken) =>
        files.WriteAsync(
            MarkPath,
            JsonSerializer.SerializeToUtf8Bytes(new BootMark { Slot = slot }, SlotJsonContext.Default.BootMark),
            HostFilesText.Readable,
            cancellationToken);

    /// <summary>Writes one image to A and B and boots A next. The image is complete in each slot before anything says so.</summary>
    public async Task WriteBothAsync(OsImage image, CancellationToken cancellationToken)
    {
        await WriteAsync(Slot.A, image, cancellationToken);
        await ChooseAsync(Slot.A, cancellationToken);
        await WriteAsync(Slot.B, image, cancellationToken);
    }

    // Not as it is written: an older agent took 1.0 and 1 for two versions, and what it wrote is one that runs.
    private static string IdOf(OsImage image) => image.OsVersionManagement is { } asked ? CanonicalJson.Hash(asked) : image.Id;

    private static string PathOf(Slot slot) => $"/boot/elemental/slot-{NameOf(slot)}.json";

    private static string NameOf(Slot slot) => slot switch { Slot.A => "a", Slot.B => "b", _ => "recovery" };

    // A slot that cannot be read is worth no more than an empty one: it is not booted, and it is written anew.
    private async Task<T?> ReadAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await files.ReadAsync(path, cancellationToken) is { } text ? JsonSerializer.Deserialize(text, type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
