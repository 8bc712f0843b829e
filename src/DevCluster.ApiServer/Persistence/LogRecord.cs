using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>One entry of a file in the data directory.</summary>
internal sealed record LogRecord
{
    public required LogRecordKind Kind { get; init; }

    /// <summary>Version of the commit; of <see cref="LogRecordKind.End"/>, the number of records before it.</summary>
    public required long Version { get; init; }

    public StoreKey Key { get; init; } = new(string.Empty, string.Empty, string.Empty);

    /// <summary>Values of the object's selectable fields.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The object as it is stored; empty for a removal.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The entry that repeats a commit.</summary>
    public static LogRecord Of(StoreEvent storeEvent) => storeEvent.Type == StoreEventType.Deleted
        ? new LogRecord { Kind = LogRecordKind.Remove, Version = storeEvent.ResourceVersion, Key = storeEvent.Object.Key }
        : Of(storeEvent.Object);

    /// <summary>The entry that puts an object as it is.</summary>
    public static LogRecord Of(StoredObject stored) => new()
    {
        Kind = LogRecordKind.Put,
        Version = stored.ResourceVersion,
        Key = stored.Key,
        Fields = stored.Fields,
        Json = stored.Json,
    };
}

/// <summary>What an entry says. The numbers are on disk.</summary>
internal enum LogRecordKind : byte
{
    /// <summary>An object was created or changed.</summary>
    Put = 1,

    /// <summary>An object was removed.</summary>
    Remove = 2,

    /// <summary>Nothing is missing before this: the last entry of a snapshot.</summary>
    End = 3,
}
