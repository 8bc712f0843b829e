using System.Collections;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A list whose items have an identity: a set, or a map by keys. Its order does not matter, and adding to it replaces.</summary>
/// <param name="items">The items.</param>
/// <param name="identity">What tells an item from another.</param>
internal sealed class ListByIdentity(IReadOnlyList<object?> items, Func<object?, object?> identity) : IReadOnlyList<object?>
{
    public int Count => items.Count;

    public object? this[int index] => items[index];

    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>This list with the items of another: in the place of those with the same identity, else at the end.</summary>
    public ListByIdentity Merge(IReadOnlyList<object?> others)
    {
        var merged = new List<object?>(items);
        foreach (object? other in others)
        {
            object? wanted = identity(other);
            int index = merged.FindIndex(item => CelEquality.AreEqual(identity(item), wanted));
            if (index < 0)
                merged.Add(other);
            else
                merged[index] = other;
        }

        return new ListByIdentity(merged, identity);
    }

    public bool EqualsUnordered(IReadOnlyList<object?> other) => Count == other.Count && items.All(item => other.Any(candidate => CelEquality.AreEqual(item, candidate)));
}
