using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Pool;

/// <summary>
/// When this process last wrote why a machine gets no host. Only saves writes: what is not remembered is written once more.
/// </summary>
internal sealed class WrittenCounts
{
    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _times = new();

    /// <summary>When the counts of a machine were written, or null.</summary>
    public DateTimeOffset? At(ObjectKey machine) => _times.TryGetValue(machine, out DateTimeOffset time) ? time : null;

    /// <summary>Notes that the counts of a machine were written.</summary>
    public void Note(ObjectKey machine, DateTimeOffset time) => _times[machine] = time;

    /// <summary>The machine does not wait for a host (any more).</summary>
    public void Forget(ObjectKey machine) => _times.TryRemove(machine, out _);
}
