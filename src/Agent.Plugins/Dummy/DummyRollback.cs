using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins.Dummy.Slots;
using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>
/// Boots the other slot. Which image that is, is written down first: asked again from the new boot, the rollback finds itself done instead of
/// going back and forth.
/// </summary>
/// <param name="files">Files of the host.</param>
/// <param name="paths">Where they are.</param>
/// <param name="slots">The slots.</param>
internal sealed class DummyRollback(IHostFiles files, DummyPaths paths, SlotStore slots)
{
    /// <summary>Has the other slot booted next.</summary>
    /// <returns>Whether that boot is needed.</returns>
    /// <exception cref="PluginException">There is nothing to go back to.</exception>
    public async Task<bool> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        OsSlots now = await slots.ReadAsync(cancellationToken);
        string target = await ReadNoteAsync(request, cancellationToken) ?? await NoteAsync(request, now, cancellationToken);
        bool isRunning = now.Booted?.Id == target;
        await slots.ChooseAsync(isRunning ? now.Running!.Value : now.Spare, cancellationToken);
        return !isRunning;
    }

    private async Task<string?> ReadNoteAsync(OperationRequest request, CancellationToken cancellationToken) =>
        await files.ReadAsync(paths.Rollback, cancellationToken) is { } text
        && JsonSerializer.Deserialize(text, SlotJsonContext.Default.RollbackNote) is { } note
        && note.Operation == request.Id && note.Attempt == request.Attempt
            ? note.Target
            : null;

    private async Task<string> NoteAsync(OperationRequest request, OsSlots now, CancellationToken cancellationToken)
    {
        string target = now.Fallback?.Id
            ?? throw new PluginException("There is no other image that could be booted instead.") { CanRetry = false };
        RollbackNote note = new() { Operation = request.Id, Attempt = request.Attempt, Target = target };
        await files.WriteAsync(
            paths.Rollback, JsonSerializer.SerializeToUtf8Bytes(note, SlotJsonContext.Default.RollbackNote), HostFilesText.Readable, cancellationToken);
        return target;
    }
}

/// <summary>What a rollback goes back to.</summary>
internal sealed record RollbackNote
{
    public required string Operation { get; init; }

    public int Attempt { get; init; }

    /// <summary>Id of the image.</summary>
    public required string Target { get; init; }
}
