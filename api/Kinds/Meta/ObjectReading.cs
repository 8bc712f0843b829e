namespace ElementalProvider.Api.Meta;

/// <summary>Reads objects whose maps may be missing, and copies them with other metadata.</summary>
public static class ObjectReading
{
    /// <summary>Value of a label, or null where it is not set.</summary>
    /// <param name="metadata">Metadata of an object.</param>
    /// <param name="key">Key of the label.</param>
    public static string? Label(this V1ObjectMeta metadata, string key) =>
        metadata.Labels is { } labels && labels.TryGetValue(key, out string? value) ? value : null;

    /// <summary>Value of an annotation, or null where it is not set.</summary>
    /// <param name="metadata">Metadata of an object.</param>
    /// <param name="key">Key of the annotation.</param>
    public static string? Annotation(this V1ObjectMeta metadata, string key) =>
        metadata.Annotations is { } annotations && annotations.TryGetValue(key, out string? value) ? value : null;

    /// <summary>Value of a key of a Secret, or null where it is not set.</summary>
    /// <param name="secret">The Secret.</param>
    /// <param name="key">The key.</param>
    public static byte[]? Value(this V1Secret secret, string key) =>
        secret.Data is { } data && data.TryGetValue(key, out byte[]? value) ? value : null;

    /// <summary>A copy of an object with other metadata: what a cache hands out is never changed in place.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="item">The object.</param>
    /// <param name="metadata">The metadata of the copy.</param>
    public static T WithMetadata<T>(this T item, V1ObjectMeta metadata)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        T copy = RecordCopy<T>.Of(item);
        copy.Metadata = metadata;
        return copy;
    }

    /// <summary>Every kind is a record, ours and Kubernetes' own; what <c>with</c> calls cannot be called on a type parameter.</summary>
    private static class RecordCopy<T>
    {
        public static readonly Func<T, T> Of = typeof(T).GetMethod("<Clone>$")?.CreateDelegate<Func<T, T>>()
            ?? throw new NotSupportedException($"{typeof(T)} is no record; kinds are records.");
    }
}
