using System.Collections.Concurrent;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>A reconciler whose work a test writes itself.</summary>
internal sealed class RecordingReconciler : IReconciler
{
    private readonly ConcurrentQueue<ObjectKey> _keys = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to do for a key.</summary>
    public Func<ObjectKey, CancellationToken, Task<Result>> Work { get; set; } = (_, _) => Task.FromResult(Result.Done);

    /// <summary>The keys it was called for, in order.</summary>
    public IReadOnlyList<string> Keys => [.. _keys.Select(key => key.ToString())];

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await Work(key, cancellationToken);
        }
        finally
        {
            _keys.Enqueue(key);
            lock (_lock)
            {
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public async Task UntilAsync(Func<IReadOnlyList<string>, bool> holds)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
                changed = _changed.Task;
            if (holds(Keys))
                return;
            await changed.WaitAsync(Patience.Usual);
        }
    }
}
