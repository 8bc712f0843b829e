namespace ElementalProvider.Api.Schema;

/// <summary>The list is a map keyed by a field of its items, so that different writers can own different items.</summary>
/// <param name="key">JSON name of the key field.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapKeyAttribute(string key) : Attribute
{
    /// <summary>JSON name of the key field.</summary>
    public string Key { get; } = key;
}
