using Microsoft.Win32.SafeHandles;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Persistence;

/// <summary>A disk that lets flushes wait, or fail.</summary>
internal sealed class DiskGate : IDisposable
{
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _flushes;

    /// <summary>How many flushes have begun.</summary>
    public int Flushes => _flushes;

    /// <summary>Whether they fail.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Completes when a flush waits for the closed gate.</summary>
    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Close() => _open.Reset();

    public void Open() => _open.Set();

    public void Flush(SafeFileHandle file)
    {
        Interlocked.Increment(ref _flushes);
        if (!_open.IsSet)
            _entered.TrySetResult();
        _open.Wait();
        if (IsBroken)
            throw new IOException("Input/output error");
    }

    public void Dispose() => _open.Dispose();
}
