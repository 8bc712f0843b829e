using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Contract;

/// <summary>Whether an object is to be left alone, in the words of Cluster API (O4).</summary>
internal static class Pausing
{
    /// <summary>Whether the object must be left alone: its cluster is paused, or it carries the annotation itself.</summary>
    public static bool IsPaused(IKubernetesObject<V1ObjectMeta> resource, Cluster? cluster) => ClusterIsPaused(cluster) || HasAnnotation(resource);

    /// <summary>The Paused condition of the object.</summary>
    public static Condition Condition(IKubernetesObject<V1ObjectMeta> resource, Cluster? cluster)
    {
        List<string> causes = [];
        if (ClusterIsPaused(cluster))
            causes.Add("Cluster spec.paused is set to true");
        if (HasAnnotation(resource))
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

    /// <summary>
    /// Whether clusterctl is about to delete this object because it lives on in another management cluster (T14): its host must go on
    /// running, so its deletion means nothing.
    /// </summary>
    public static bool IsMovedAway(IKubernetesObject<V1ObjectMeta> resource) => resource.Metadata.HasAnnotation(ClusterApiGroup.DeleteForMoveAnnotation);

    private static bool ClusterIsPaused(Cluster? cluster) => cluster?.Spec?.Paused == true;

    private static bool HasAnnotation(IKubernetesObject<V1ObjectMeta> resource) => resource.Metadata.HasAnnotation(ClusterApiGroup.PausedAnnotation);
}
