using System.Buffers;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>Writes and reads the whole content of the store. A snapshot is there as a whole or not at all.</summary>
internal static class SnapshotFile
{
    private const int FlushAt = 1024 * 1024;

    /// <summary>Writes the state as of its version.</summary>
    public static void Write(DataFiles files, StoreState state)
    {
        string unfinished = files.UnfinishedSnapshotOf(state.ResourceVersion);
        using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write))
        {
            ArrayBufferWriter<byte> buffer = new(FlushAt);
            long count = 0;
            foreach (StoredObject stored in InOrder(state))
            {
                RecordFormat.Write(buffer, LogRecord.Of(stored));
                count++;
                if (buffer.WrittenCount >= FlushAt)
                    Flush(file, buffer);
            }

            RecordFormat.Write(buffer, new LogRecord { Kind = LogRecordKind.End, Version = count });
            Flush(file, buffer);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, files.SnapshotOf(state.ResourceVersion));
    }

    /// <summary>The objects of a snapshot.</summary>
    /// <exception cref="DataDirectoryException">It is damaged.</exception>
    public static IEnumerable<LogRecord> Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        RecordReader reader = new(file);
        long count = 0;
        while (reader.Next() is { } record)
        {
            if (record.Kind == LogRecordKind.End && record.Version == count)
                yield break;
            count++;
            yield return record;
        }

        throw new DataDirectoryException($"{path} is damaged at byte {reader.Position}: restore it from a copy, or start with an empty folder");
    }

    // Definitions first: whoever reads the others must know their kinds.
    private static IEnumerable<StoredObject> InOrder(StoreState state) =>
        from collection in state.Collections
        orderby collection.Key != Registry.Definitions.CustomResourceRegistrar.Definitions, collection.Key
        from stored in collection.Value.In(null)
        select stored;

    private static void Flush(FileStream file, ArrayBufferWriter<byte> buffer)
    {
        file.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
