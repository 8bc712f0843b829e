using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>
/// What keeps everybody's hands off an object: a pause, or a move to another management cluster. Whoever asks a host to do something, gives it
/// something, or lets it go because of a deletion asks here first.
/// </summary>
public static class Hold
{
    /// <summary>Whether the object must be left alone: its cluster is paused, or it carries the annotation itself (O4).</summary>
    /// <param name="resource">The object.</param>
    /// <param name="cluster">The Cluster it belongs to; null where it belongs to none, or that one is not known.</param>
    public static bool IsPaused(IKubernetesObject<V1ObjectMeta> resource, Cluster? cluster) => ClusterIsPaused(cluster) || HasPausedAnnotation(resource);

    /// <summary>
    /// Whether clusterctl is about to delete this object because it lives on in another management cluster (T14): its host must go on
    /// running, so its deletion means nothing.
    /// </summary>
    /// <param name="resource">The object.</param>
    public static bool IsMovedAway(IKubernetesObject<V1ObjectMeta> resource) =>
        resource.Metadata.Annotation(ClusterApiGroup.DeleteForMoveAnnotation) is not null;

    /// <summary>
    /// Whether hosts of a registration were seen leaving for another management cluster. The note is about this object and no copy of it.
    /// </summary>
    /// <param name="registration">The registration.</param>
    public static bool IsMoving(ElementalRegistration registration) =>
        IsMovedAway(registration)
        || registration.Metadata.Annotation(RegistrationAnnotations.Moving) is { Length: > 0 } uid && uid == registration.Metadata.Uid;

    /// <summary>
    /// Why nothing may be asked of a host now, or given to it; null where it may. A host that is being moved carries a deletionTimestamp although
    /// nobody wants it wiped (T14, O4, I3).
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster that the host serves; null where it serves none, or that one is gone.</param>
    public static string? Why(ElementalHost host, Cluster? cluster) => host switch
    {
        _ when IsMovedAway(host) || (cluster is not null && IsMovedAway(cluster)) => "it is being moved to another management cluster",
        _ when ClusterIsPaused(cluster) => $"its Cluster {cluster!.Metadata.Name} is paused",
        _ when HasPausedAnnotation(host) => "it is paused",
        _ => null,
    };

    /// <summary>Whether a Cluster holds back its hosts; all that they take from it.</summary>
    /// <param name="cluster">The Cluster, or null for none.</param>
    public static bool IsOn(Cluster? cluster) => cluster is not null && (ClusterIsPaused(cluster) || IsMovedAway(cluster));

    /// <summary>The Paused condition of an object.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="cluster">The Cluster it belongs to; null where it belongs to none, or that one is not known.</param>
    public static Condition PausedCondition(IKubernetesObject<V1ObjectMeta> resource, Cluster? cluster)
    {
        List<string> causes = [];
        if (ClusterIsPaused(cluster))
            causes.Add("Cluster spec.paused is set to true");
        if (HasPausedAnnotation(resource))
            causes.Add($"{resource.Kind} has the {ClusterApiGroup.PausedAnnotation} annotation");

        return new Condition
        {
            Type = ConditionTypes.Paused,
            Status = causes.Count > 0 ? ConditionStatus.True : ConditionStatus.False,
            Reason = causes.Count > 0 ? Reasons.Paused : Reasons.NotPaused,
            Message = string.Join(", ", causes),
            ObservedGeneration = resource.Metadata.Generation,
        };
    }

    private static bool ClusterIsPaused(Cluster? cluster) => cluster?.Spec?.Paused == true;

    private static bool HasPausedAnnotation(IKubernetesObject<V1ObjectMeta> resource) =>
        resource.Metadata.Annotation(ClusterApiGroup.PausedAnnotation) is not null;
}
