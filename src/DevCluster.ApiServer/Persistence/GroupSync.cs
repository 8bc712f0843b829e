using Microsoft.Win32.SafeHandles;

namespace ElementalProvider.DevCluster.ApiServer.Persistence;

/// <summary>
/// Brings a log to the disk for all who wait at once: while one flush is under way, the next group gathers. What is not flushed fails for good, since
/// nobody can know what the disk has of it.
/// </summary>
/// <param name="flush">Returns once all that was written to a file is on the disk.</param>
internal sealed class GroupSync(Action<SafeFileHandle> flush)
{
    private readonly Lock _state = new();

    /// <summary>Held while the file is flushed, so that it is not replaced meanwhile.</summary>
    private readonly Lock _flushing = new();
    private SafeFileHandle? _file;
    private long _written;
    private long _kept;
    private TaskCompletionSource? _gathering;
    private bool _isRunning;
    private IOException? _failure;

    /// <summary>Goes on with another file, when all of the one before is on the disk, and closes that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="version">The last version that is kept elsewhere.</param>
    /// <exception cref="IOException">The file before could not be flushed.</exception>
    public void Use(SafeFileHandle? file, long version)
    {
        lock (_flushing)
        {
            Flush();
            _file?.Dispose();
            _file = file;
        }

        lock (_state)
            _kept = Math.Max(_kept, version);
    }

    /// <summary>Notes that a version was written to the file.</summary>
    /// <exception cref="IOException">An earlier one could not be brought to the disk.</exception>
    public void Wrote(long version)
    {
        lock (_state)
        {
            ThrowIfFailed();
            _written = version;
        }
    }

    /// <summary>Refuses to go on after a failure.</summary>
    /// <exception cref="IOException">A version could not be brought to the disk.</exception>
    public void RequireHealthy()
    {
        lock (_state)
            ThrowIfFailed();
    }

    /// <summary>Completes when a version that was written is on the disk.</summary>
    /// <exception cref="IOException">It could not be brought there.</exception>
    public ValueTask WhenKeptAsync(long version)
    {
        lock (_state)
        {
            if (version <= _kept)
                return ValueTask.CompletedTask;
            ThrowIfFailed();
            _gathering ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(Run);
            }

            return new ValueTask(_gathering.Task);
        }
    }

    private void Run()
    {
        while (Next() is var (group, upTo))
        {
            try
            {
                lock (_flushing)
                    Flush();
            }
            catch (IOException problem)
            {
                group.SetException(problem);
                return;
            }

            lock (_state)
                _kept = Math.Max(_kept, upTo);
            group.SetResult();
        }
    }

    /// <summary>Flushes the file once more, unless that is of no use any more. Used under the lock.</summary>
    private void Flush()
    {
        if (_file is null || _failure is not null)
            return;
        try
        {
            flush(_file);
        }
        catch (IOException problem)
        {
            throw Fail(problem);
        }
    }

    private (TaskCompletionSource Group, long UpTo)? Next()
    {
        lock (_state)
        {
            _isRunning = _gathering is not null;
            if (_gathering is not { } group)
                return null;
            _gathering = null;
            return (group, _written);
        }
    }

    private IOException Fail(IOException problem)
    {
        IOException failure = new($"the log could not be brought to the disk ({problem.Message.TrimEnd('.')}); nothing is written any more: see to the disk and start the server again", problem);
        TaskCompletionSource? gathering;
        lock (_state)
        {
            (_failure, _isRunning) = (failure, false);
            (gathering, _gathering) = (_gathering, null);
        }

        gathering?.SetException(failure);
        return failure;
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw new IOException(_failure.Message, _failure);
    }
}
