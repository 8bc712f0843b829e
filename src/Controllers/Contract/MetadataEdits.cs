namespace ElementalProvider.Controllers.Contract;

/// <summary>Reads and changes of metadata that several kinds need. Nothing is changed in place.</summary>
internal static class MetadataEdits
{
    public static bool HasFinalizer(this V1ObjectMeta metadata, string finalizer) => metadata.Finalizers?.Contains(finalizer) == true;

    public static V1ObjectMeta WithFinalizer(this V1ObjectMeta metadata, string finalizer) =>
        metadata with { Finalizers = [.. metadata.Finalizers ?? [], finalizer] };

    public static V1ObjectMeta WithoutFinalizer(this V1ObjectMeta metadata, string finalizer) =>
        metadata with { Finalizers = [.. (metadata.Finalizers ?? []).Where(name => name != finalizer)] };

    /// <summary>The metadata with an annotation set, or taken away where the value is null.</summary>
    public static V1ObjectMeta WithAnnotation(this V1ObjectMeta metadata, string key, string? value)
    {
        var changed = new Dictionary<string, string>(metadata.Annotations ?? new Dictionary<string, string>());
        if (value is null)
            changed.Remove(key);
        else
            changed[key] = value;

        return metadata with { Annotations = changed };
    }

    public static bool IsDeleting(this IKubernetesObject<V1ObjectMeta> resource) => resource.Metadata.DeletionTimestamp is not null;

    public static bool HasAnnotation(this V1ObjectMeta metadata, string key) => metadata.Annotations?.ContainsKey(key) == true;

    public static V1ObjectMeta WithLabels(this V1ObjectMeta metadata, params IEnumerable<(string Key, string Value)> labels)
    {
        var changed = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>());
        foreach ((string key, string value) in labels)
            changed[key] = value;

        return metadata with { Labels = changed };
    }
}
