using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Contract;

/// <summary>Reads and changes of metadata that several kinds need. Nothing is changed in place.</summary>
internal static class MetadataEdits
{
    public static bool HasFinalizer(this ObjectMeta metadata, string finalizer) => metadata.Finalizers?.Contains(finalizer) == true;

    public static ObjectMeta WithFinalizer(this ObjectMeta metadata, string finalizer) =>
        metadata with { Finalizers = [.. metadata.Finalizers ?? [], finalizer] };

    public static ObjectMeta WithoutFinalizer(this ObjectMeta metadata, string finalizer) =>
        metadata with { Finalizers = [.. (metadata.Finalizers ?? []).Where(name => name != finalizer)] };

    public static bool IsDeleting(this IKubernetesObject resource) => resource.Metadata.DeletionTimestamp is not null;

    public static string? Label(this ObjectMeta metadata, string key) => metadata.Labels?.GetValueOrDefault(key);

    public static bool HasAnnotation(this ObjectMeta metadata, string key) => metadata.Annotations?.ContainsKey(key) == true;

    public static ObjectMeta WithLabels(this ObjectMeta metadata, params IEnumerable<(string Key, string Value)> labels)
    {
        var changed = new Dictionary<string, string>(metadata.Labels ?? new Dictionary<string, string>());
        foreach ((string key, string value) in labels)
            changed[key] = value;

        return metadata with { Labels = changed };
    }
}
