using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.Agent.Journaling;

/// <summary>Keeps the journal in one JSON file that is replaced as a whole.</summary>
/// <param name="file">The file.</param>
internal sealed class JournalStore(IJournalFile file)
{
    public const string FileName = "journal.json";

    /// <summary>What the journal says now; what it says is on disk.</summary>
    public Journal Current { get; private set; } = new();

    /// <summary>
    /// Reads the journal. One that cannot be read is put aside and an empty one stands in: registering again is harmless under the same name
    /// and key, and everything else waits for the plugin's facts (<see cref="JournalFacts"/>).
    /// </summary>
    /// <returns>Null, or one sentence about a journal that could not be read.</returns>
    public async Task<string?> LoadAsync(CancellationToken cancellationToken)
    {
        Current = new Journal();
        if (await file.ReadAsync(cancellationToken) is not { } content)
            return null;

        try
        {
            Current = Adopt(JsonSerializer.Deserialize(content, JournalJsonContext.Default.Journal) ?? throw new JsonException("it holds null"));
            return null;
        }
        catch (JsonException exception)
        {
            file.PutAside();
            return $"{file.Name} is no readable journal ({exception.Message.TrimEnd('.')}); it is kept as {FileName}.corrupt, and what is true is taken from the host itself.";
        }
    }

    /// <summary>Changes the journal; the change is on disk when this returns.</summary>
    public async Task UpdateAsync(Func<Journal, Journal> change, CancellationToken cancellationToken)
    {
        Journal next = change(Current);
        if (next == Current)
            return;

        await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(next, JournalJsonContext.Default.Journal), cancellationToken);
        Current = next;
    }

    // A journal of an older agent speaks of an OS version where this one speaks of an operation.
    private static Journal Adopt(Journal read) => read is { OsVersion: { } older }
        ? read with { Operation = read.Operation ?? older.ToOperation(), OsVersion = null }
        : read;

    public void Delete()
    {
        file.Delete();
        Current = new Journal();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Journal))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
