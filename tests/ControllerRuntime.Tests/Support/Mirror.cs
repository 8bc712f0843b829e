using System.Collections.Concurrent;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>What a subscriber believes the world to be, from nothing but the changes it is told.</summary>
internal sealed class Mirror : IDisposable
{
    private readonly Dictionary<string, string?> _versions = [];
    private readonly ConcurrentQueue<string> _lies = new();
    private readonly Lock _lock = new();
    private readonly IDisposable _subscription;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Mirror(IInformer<V1ConfigMap> informer) => _subscription = informer.Subscribe(Hear);

    /// <summary>Changes that contradict what was told before.</summary>
    public IReadOnlyCollection<string> Lies => _lies;

    public IReadOnlyDictionary<string, string?> Versions
    {
        get
        {
            lock (_lock)
                return new Dictionary<string, string?>(_versions);
        }
    }

    /// <summary>Completes with the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    public async Task UntilAsync(Func<IReadOnlyDictionary<string, string?>, bool> holds)
    {
        while (true)
        {
            Task changed = Changed;
            if (holds(Versions))
                return;
            await changed.WaitAsync(Patience.Usual);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Hear(V1ConfigMap? before, V1ConfigMap? after)
    {
        lock (_lock)
        {
            string key = ObjectKey.Of((after ?? before)!).ToString();
            bool known = _versions.ContainsKey(key);
            if (known != before is not null)
                _lies.Enqueue($"{key} was {(known ? "" : "not ")}known, but the change says otherwise");
            if (after is null)
                _versions.Remove(key);
            else
                _versions[key] = after.Metadata.ResourceVersion;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
