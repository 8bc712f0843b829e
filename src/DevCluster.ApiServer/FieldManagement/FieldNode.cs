namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>One step of the paths in a <see cref="FieldSet"/>.</summary>
/// <param name="Element">The step as fieldsV1 writes it: f:name, k:{"key":"value"}, v:"value" or i:0.</param>
/// <param name="IsMember">Whether the path that ends here is in the set.</param>
/// <param name="Children">The paths that go on from here.</param>
internal readonly record struct FieldNode(string Element, bool IsMember, FieldSet Children)
{
    public bool IsEmpty => !IsMember && Children.IsEmpty;

    public bool IsField => Element.StartsWith("f:", StringComparison.Ordinal);

    /// <summary>The name, where the step is a field.</summary>
    public string Name => Element[2..];
}
