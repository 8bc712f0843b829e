namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// What an informer knows of one kind. Objects are immutable and handed out by reference; no read waits for the API.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IStore<T>
{
    /// <summary>Number of objects.</summary>
    int Count { get; }

    /// <summary>The object of a key, or null.</summary>
    /// <param name="key">Namespace and name.</param>
    T? Find(ObjectKey key);

    /// <summary>A snapshot of all objects.</summary>
    IReadOnlyCollection<T> List();

    /// <summary>The objects that an index files under a value.</summary>
    /// <param name="index">Name the index was added with.</param>
    /// <param name="value">The value looked for.</param>
    IReadOnlyCollection<T> ByIndex(string index, string value);

    /// <summary>How many objects an index files under a value, without going through them.</summary>
    /// <param name="index">Name the index was added with.</param>
    /// <param name="value">The value looked for.</param>
    int CountByIndex(string index, string value) => ByIndex(index, value).Count;
}
