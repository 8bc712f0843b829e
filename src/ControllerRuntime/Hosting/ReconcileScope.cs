using System.Collections;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>What every log line of a reconcile carries.</summary>
/// <param name="controller">Name of the controller.</param>
/// <param name="key">The object.</param>
internal sealed class ReconcileScope(string controller, ObjectKey key) : IReadOnlyList<KeyValuePair<string, object>>
{
    public int Count => 3;

    public KeyValuePair<string, object> this[int index] => index switch
    {
        0 => new("controller", controller),
        1 => new("namespace", key.Namespace),
        2 => new("name", key.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
            yield return this[index];
    }

    public override string ToString() => $"controller:{controller} {key}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
