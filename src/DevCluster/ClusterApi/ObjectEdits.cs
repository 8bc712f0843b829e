using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Reads and changes the metadata of objects; nothing is changed in place.</summary>
internal static class ObjectEdits
{
    public static bool IsDeleting(this IKubernetesObject<V1ObjectMeta> item) => item.Metadata.DeletionTimestamp is not null;

    public static bool HasFinalizer(this IKubernetesObject<V1ObjectMeta> item, string finalizer) => item.Metadata.Finalizers?.Contains(finalizer) ?? false;

    public static bool IsControlPlane(this IKubernetesObject<V1ObjectMeta> item) => item.HasLabel(ClusterApiGroup.ControlPlaneLabel);

    public static bool HasLabel(this IKubernetesObject<V1ObjectMeta> item, string label) => item.Metadata.Labels?.ContainsKey(label) ?? false;

    public static T WithFinalizer<T>(this T item, string finalizer)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.HasFinalizer(finalizer) ? item : item.WithMetadata(item.Metadata with { Finalizers = [.. item.Metadata.Finalizers ?? [], finalizer] });

    public static T WithoutFinalizer<T>(this T item, string finalizer)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with { Finalizers = [.. (item.Metadata.Finalizers ?? []).Where(each => each != finalizer)] });

    public static T WithLabels<T>(this T item, params IEnumerable<KeyValuePair<string, string>> labels)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with { Labels = Merge(item.Metadata.Labels, labels) });

    /// <summary>The object with this owner; an older reference to the same owner is replaced. A controller reference takes the place of any other.</summary>
    public static T WithOwner<T>(this T item, V1OwnerReference owner)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        item.WithMetadata(item.Metadata with
        {
            OwnerReferences = [.. (item.Metadata.OwnerReferences ?? []).Where(each => each.Uid != owner.Uid && !(owner.Controller == true && each.Controller == true)), owner],
        });

    public static bool IsOwnedBy(this IKubernetesObject<V1ObjectMeta> item, IKubernetesObject<V1ObjectMeta> owner) =>
        item.Metadata.OwnerReferences?.Any(each => each.Uid == owner.Metadata.Uid) ?? false;

    public static bool IsControlledBy(this IKubernetesObject<V1ObjectMeta> item, IKubernetesObject<V1ObjectMeta> owner) =>
        item.Metadata.OwnerReferences?.Any(each => each.Controller == true && each.Uid == owner.Metadata.Uid) ?? false;

    public static V1OwnerReference AsOwner(this IKubernetesObject<V1ObjectMeta> owner, bool controller) => new()
    {
        ApiVersion = owner.ApiVersion!,
        Kind = owner.Kind!,
        Name = owner.Metadata.Name!,
        Uid = owner.Metadata.Uid!,
        Controller = controller ? true : null,
        BlockOwnerDeletion = controller ? true : null,
    };

    /// <summary>A map with further entries; later ones win.</summary>
    public static SortedDictionary<string, string> Merge(
        IEnumerable<KeyValuePair<string, string>>? first, IEnumerable<KeyValuePair<string, string>>? later)
    {
        SortedDictionary<string, string> merged = new(StringComparer.Ordinal);
        foreach ((string key, string value) in (first ?? []).Concat(later ?? []))
            merged[key] = value;
        return merged;
    }
}
