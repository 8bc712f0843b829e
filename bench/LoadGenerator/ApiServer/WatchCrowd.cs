using System.Buffers;
using System.IO.Pipelines;

namespace ElementalProvider.LoadGenerator.ApiServer;

/// <summary>Many watches of one collection. They read what comes and note its version.</summary>
internal sealed class WatchCrowd : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _readers = [];
    private volatile FanOut? _round;

    /// <summary>Opens the watches one after the other, each from a version on.</summary>
    public async Task OpenAsync(RestClient client, string collection, long version, int watchers, CancellationToken cancellationToken)
    {
        for (int watcher = 0; watcher < watchers; watcher++)
        {
            Stream stream = await client.OpenAsync($"{collection}?watch=true&resourceVersion={version}", cancellationToken);
            int number = watcher;
            _readers.Add(Task.Run(() => ReadAsync(number, stream), CancellationToken.None));
        }
    }

    /// <summary>From now on events count for a round.</summary>
    public void Begin(FanOut round) => _round = round;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(int watcher, Stream stream)
    {
        await using Stream owned = stream;
        PipeReader lines = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        while (true)
        {
            ReadResult read = await lines.ReadAsync(_stop.Token);
            lines.AdvanceTo(Note(watcher, read.Buffer), read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Notes every complete line.</summary>
    /// <returns>Where the first incomplete one begins.</returns>
    private SequencePosition Note(int watcher, ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            if (VersionText.Find(line) is { } version)
                _round?.Seen(watcher, version);
        }

        return reader.Position;
    }
}
