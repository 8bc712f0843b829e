namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>A map that an expression made.</summary>
internal sealed class LiteralMap : CelMap
{
    private readonly Dictionary<object, object?> _entries = new(CelEquality.Keys);

    public override int Count => _entries.Count;

    public override IEnumerable<object> Keys => _entries.Keys;

    /// <exception cref="CelException">The key is there already, or cannot be one.</exception>
    public void Add(object? key, object? value)
    {
        if (key is not (bool or long or ulong or string))
            throw new CelException($"unsupported key type: {CelTypeNames.Of(key)}");
        if (!_entries.TryAdd(key, value))
            throw new CelException($"Failed with repeated key: {key}");
    }

    public override bool TryGet(object key, out object? value) => _entries.TryGetValue(key, out value);
}
