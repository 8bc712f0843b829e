using System.Buffers;
using System.IO.Pipelines;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Watching;

/// <summary>
/// One watch: walks the feed at the client's pace and writes a line an event. An event's object was serialized when it was stored, so a line
/// costs a copy. Nothing is buffered for a client that is slow: it may fall behind as far as events are kept, and then gets an Expired error and
/// has to list again.
/// </summary>
/// <param name="request">What the client asks for.</param>
/// <param name="start">Where it begins.</param>
/// <param name="output">Where the lines go.</param>
/// <param name="bookmarks">Say when another bookmark is due.</param>
/// <param name="open">Waits until more may be written.</param>
internal sealed class WatchSession(
    WatchRequest request, WatchStart start, PipeWriter output, BookmarkSchedule bookmarks, Func<CancellationToken, Task> open)
{
    private const int FlushBytes = 64 * 1024;
    private readonly EventCursor _events = start.Events;
    private readonly Func<EventCursor, long?> _caughtUp = start.CaughtUp;
    private IEnumerable<StoredObject> _initial = start.Initial;
    private bool _isFirst = true;
    private long _version = start.ResourceVersion;

    /// <summary>Runs until the client goes, <paramref name="cancellationToken"/> ends it, or it cannot go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await start.Kept(_version);
        await WriteInitialAsync(cancellationToken);
        if (request.SendInitialEvents == true && request.AllowBookmarks)
            WriteBookmark(endsInitialEvents: true);
        await output.FlushAsync(cancellationToken);

        while (!cancellationToken.IsCancellationRequested)
        {
            await open(cancellationToken);
            await WriteAvailableAsync(cancellationToken);
            if (_events.IsExpired)
            {
                Write("ERROR"u8, JsonText.ToUtf8(ApiErrors.Expired($"too old resource version: {_version}").Status.ToJson()));
                await output.FlushAsync(cancellationToken);
                return;
            }

            await WaitAsync(cancellationToken);
        }
    }

    private async Task WriteInitialAsync(CancellationToken cancellationToken)
    {
        foreach (StoredObject item in _initial)
        {
            Write("ADDED"u8, request.Format.EncodeInitial(item, TakeFirst()));
            await FlushIfLargeAsync(cancellationToken);
        }

        // A watch may last for hours: it must not keep alive what the store held when it began.
        _initial = [];
    }

    private async Task WriteAvailableAsync(CancellationToken cancellationToken)
    {
        while (_events.TryRead(out StoreEvent storeEvent))
        {
            if (storeEvent.ResourceVersion <= _version)
                continue;
            ValueTask kept = start.Kept(storeEvent.ResourceVersion);
            if (!kept.IsCompleted)
                await output.FlushAsync(cancellationToken);
            await kept;
            _version = storeEvent.ResourceVersion;
            WriteEvent(storeEvent);
            await FlushIfLargeAsync(cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
    }

    private void WriteEvent(StoreEvent storeEvent)
    {
        bool was = storeEvent.Previous is { } previous && request.Selection.Matches(previous);
        bool isNow = storeEvent.Type != StoreEventType.Deleted && request.Selection.Matches(storeEvent.Object);
        if (isNow)
            Write(was ? "MODIFIED"u8 : "ADDED"u8, request.Format.EncodeEvent(storeEvent.Object, TakeFirst()));
        else if (was)
            Write("DELETED"u8, request.Format.EncodeEvent(storeEvent.Type == StoreEventType.Deleted ? storeEvent.Object : storeEvent.Departed, TakeFirst()));
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Task more = _events.WhenMoreAsync();
        if (!request.AllowBookmarks)
        {
            await more.WaitAsync(cancellationToken);
            return;
        }

        await Task.WhenAny(more, bookmarks.Due);
        cancellationToken.ThrowIfCancellationRequested();
        if (bookmarks.Due.IsCompleted && _caughtUp(_events) is { } version)
        {
            // Also where nothing of what happened concerned this watch: the client must not have to resume from what is compacted soon.
            await start.Kept(version);
            _version = Math.Max(_version, version);
            WriteBookmark(endsInitialEvents: false);
            bookmarks.Next();
        }
    }

    private void WriteBookmark(bool endsInitialEvents) =>
        Write("BOOKMARK"u8, JsonText.ToUtf8(request.Format.Bookmark(ResourceVersions.Format(_version), endsInitialEvents)));

    private void Write(ReadOnlySpan<byte> type, ReadOnlyMemory<byte> item)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(item.Span);
        output.Write("}\n"u8);
    }

    private bool TakeFirst()
    {
        bool isFirst = _isFirst;
        _isFirst = false;
        return isFirst;
    }

    private async ValueTask FlushIfLargeAsync(CancellationToken cancellationToken)
    {
        if (output.UnflushedBytes >= FlushBytes)
            await output.FlushAsync(cancellationToken);
    }
}
