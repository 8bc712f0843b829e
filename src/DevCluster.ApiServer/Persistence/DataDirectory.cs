using System.Buffers;
using ElementalProvider.DevCluster.ApiServer.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>
/// Keeps a store in a folder: a log of commits that is written, and brought to the disk, before anybody is told of them, and snapshots that keep the log
/// short. Neither the end of the process at any moment nor a power cut loses what was acknowledged.
/// </summary>
internal sealed partial class DataDirectory : IStoreJournal, IAsyncDisposable
{
    private readonly DataFiles _files;
    private readonly FileStream _lock;
    private readonly ILogger _logger;
    private readonly long _shortest;
    private readonly GroupSync _sync;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private ObjectStore? _store;
    private SafeFileHandle? _log;
    private long _length;
    private long _compactAt;
    private Task _compaction = Task.CompletedTask;

    private DataDirectory(DataFiles files, FileStream held, long shortest, Action<SafeFileHandle> flush, ILogger logger) =>
        (_files, _lock, _shortest, _compactAt, _sync, _logger) = (files, held, shortest, shortest, new GroupSync(flush), logger);

    /// <summary>Takes the folder; it is made where it is not there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="shortest">Length in bytes up to which a log is left alone.</param>
    /// <param name="logger">Hears of torn ends and of snapshots that could not be written.</param>
    /// <param name="flush">Brings a file to the disk; the operating system's way where it is null.</param>
    /// <exception cref="DataDirectoryException">It is used by another process or cannot be written.</exception>
    public static DataDirectory Open(string path, long shortest, ILogger logger, Action<SafeFileHandle>? flush = null)
    {
        string full = Path.GetFullPath(path);
        DataFiles files = new(full);
        try
        {
            Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new DataDirectory(files, new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), shortest, flush ?? RandomAccess.FlushToDisk, logger);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataDirectoryException($"{full} cannot be written; name a folder that can", exception);
        }
        catch (IOException exception)
        {
            throw new DataDirectoryException($"{full} cannot be used ({exception.Message.TrimEnd('.')}); stop the server that holds it, or name another folder", exception);
        }
    }

    /// <summary>Brings an empty store to where the folder stands, and keeps it from then on.</summary>
    /// <exception cref="DataDirectoryException">A file is damaged or missing.</exception>
    public void Recover(ObjectStore store)
    {
        long? snapshot = _files.Snapshots() is [var latest, ..] ? latest : null;
        _files.Clean(snapshot);
        if (snapshot is { } version)
            store.Restore(version, SnapshotFile.Read(_files.SnapshotOf(version)).Select(ToObject));

        IReadOnlyList<long> logs = _files.Logs();
        for (int at = 0; at < logs.Count; at++)
            _length = Replay(store, _files.LogFrom(logs[at]), isLast: at == logs.Count - 1);

        _log = File.OpenHandle(
            _files.LogFrom(logs.Count > 0 ? logs[^1] : store.Current.ResourceVersion + 1), FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.SetLength(_log, _length);
        // What was found may not have been on the disk yet when the process before died.
        RandomAccess.FlushToDisk(_log);
        _sync.Use(_log, store.Current.ResourceVersion);
        _store = store;
        store.Journal = this;
    }

    /// <inheritdoc/>
    public void Append(StoreEvent storeEvent)
    {
        _sync.RequireHealthy();
        if (_length >= _compactAt && _compaction.IsCompleted)
            StartOver(_store!.Current);

        _buffer.ResetWrittenCount();
        RecordFormat.Write(_buffer, LogRecord.Of(storeEvent));
        try
        {
            RandomAccess.Write(_log!, _buffer.WrittenSpan, _length);
        }
        catch (IOException)
        {
            // Half an entry must not stand before the next one.
            RandomAccess.SetLength(_log!, _length);
            throw;
        }

        _length += _buffer.WrittenCount;
        _sync.Wrote(storeEvent.ResourceVersion);
    }

    /// <inheritdoc/>
    public ValueTask WhenKeptAsync(long version) => _sync.WhenKeptAsync(version);

    /// <summary>Waits for a snapshot that is being written, and lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _compaction;
        Close();
    }

    /// <summary>Lets the folder go.</summary>
    public void Close()
    {
        _sync.Use(null, 0);
        _lock.Dispose();
    }

    /// <summary>Begins a new log and has everything before it written as a snapshot meanwhile.</summary>
    private void StartOver(StoreState state)
    {
        SafeFileHandle next = File.OpenHandle(_files.LogFrom(state.ResourceVersion + 1), FileMode.Create, FileAccess.Write);
        _sync.Use(next, state.ResourceVersion);
        (_log, _length) = (next, 0);
        _compaction = Task.Run(() => Compact(state));
    }

    private void Compact(StoreState state)
    {
        try
        {
            SnapshotFile.Write(_files, state);
            _files.Clean(state.ResourceVersion);
            // Each object is written once more for every time its log doubles: a constant price a commit, however large the store.
            Interlocked.Exchange(ref _compactAt, Math.Max(_shortest, 2 * new FileInfo(_files.SnapshotOf(state.ResourceVersion)).Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NoSnapshot(_logger, exception.Message);
        }
    }

    /// <returns>The length of the log up to its last whole entry.</returns>
    private long Replay(ObjectStore store, string path, bool isLast)
    {
        using FileStream file = File.OpenRead(path);
        RecordReader reader = new(file);
        while (reader.Next() is { } record)
        {
            long present = store.Current.ResourceVersion;
            if (record.Version <= present)
                continue;
            if (record.Version != present + 1)
                throw new DataDirectoryException($"{path} goes on at version {record.Version} where {present + 1} was expected: a file is missing; restore it from a copy, or start with an empty folder");
            store.Replay(record.Key, record.Kind == LogRecordKind.Put ? ToObject(record) : null);
        }

        if (!reader.IsTorn)
            return reader.Position;
        if (!isLast)
            throw new DataDirectoryException($"{path} is damaged at byte {reader.Position}, and another log follows it: restore it from a copy, or start with an empty folder");
        Log.TornEnd(_logger, path, file.Length - reader.Position);
        return reader.Position;
    }

    private static StoredObject ToObject(LogRecord record) => new(record.Key, Json.JsonText.ParseObject(record.Json), record.Version, record.Fields);

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Warning, "{Path} ends in half an entry of {Bytes} bytes: the process died while it wrote it, and nobody was answered. It is cut off.")]
        public static partial void TornEnd(ILogger logger, string path, long bytes);

        [LoggerMessage(4302, LogLevel.Warning, "No snapshot could be written ({Reason}); the log goes on growing until one can.")]
        public static partial void NoSnapshot(ILogger logger, string reason);
    }
}

/// <summary>The data directory cannot be used. The message is one sentence that says why and what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="innerException">What was underneath.</param>
public sealed class DataDirectoryException(string message, Exception? innerException = null) : Exception(message, innerException);
