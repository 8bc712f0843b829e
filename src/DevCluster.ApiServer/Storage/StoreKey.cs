namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>Names one object in the store. Cluster-scoped objects have an empty namespace.</summary>
/// <param name="Resource">Name of the collection: the plural, followed by a dot and the group where there is one.</param>
/// <param name="Namespace">Namespace, or the empty string.</param>
/// <param name="Name">Name.</param>
internal readonly record struct StoreKey(string Resource, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Resource} {Name}" : $"{Resource} {Namespace}/{Name}";
}
