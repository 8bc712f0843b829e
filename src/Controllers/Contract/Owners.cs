namespace ElementalProvider.Controllers.Contract;

/// <summary>Finds owners as the CAPI contract asks: by group and kind, whatever the version and the controller flag (C6).</summary>
internal static class Owners
{
    /// <summary>The owner reference of a kind, or null.</summary>
    public static V1OwnerReference? Find(V1ObjectMeta metadata, string group, string kind) =>
        metadata.OwnerReferences?.FirstOrDefault(owner =>
            owner.Kind == kind && owner.ApiVersion.Split('/') is [string ownerGroup, _] && ownerGroup == group);

    /// <summary>
    /// The owner that a reference means, or null where it is not known. One that was deleted and made anew under its name is another one, and a
    /// cache may still show it.
    /// </summary>
    /// <param name="reference">The reference, or null for none.</param>
    /// <param name="find">Finds an object by its name.</param>
    public static T? Resolve<T>(V1OwnerReference? reference, Func<string, T?> find)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        reference is not null && find(reference.Name) is { } found && found.Metadata.Uid == reference.Uid ? found : null;
}
