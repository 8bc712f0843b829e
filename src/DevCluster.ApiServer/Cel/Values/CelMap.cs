namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A map, or an object whose fields are selected by name.</summary>
internal abstract class CelMap
{
    public abstract int Count { get; }

    public abstract IEnumerable<object> Keys { get; }

    /// <exception cref="CelException">The value does not fit its schema.</exception>
    public abstract bool TryGet(object key, out object? value);
}
