namespace ElementalProvider.ControllerRuntime;

/// <summary>Names one object of a known kind; what queues hold instead of objects.</summary>
/// <param name="Namespace">Namespace, empty for cluster-scoped objects.</param>
/// <param name="Name">Name of the object.</param>
public readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>The key of an object.</summary>
    /// <param name="resource">The object.</param>
    public static ObjectKey Of(IKubernetesObject<V1ObjectMeta> resource) => new(resource.Metadata.NamespaceProperty ?? "", resource.Metadata.Name ?? "");

    /// <inheritdoc/>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
