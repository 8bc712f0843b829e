using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>
/// Has <c>clusterctl move</c> wait while something is under way that a change of the management cluster would cut off (MV4). The annotation is
/// put on and taken off in writes that are made anyway wherever there is one; the controllers put right what was missed.
/// </summary>
public static class MoveBlock
{
    /// <summary>What the annotation says where it is ours: somebody else's is left alone.</summary>
    public const string Value = "elemental-provider";

    /// <summary>Whether a host is installing, bootstrapping, changing its OS or resetting.</summary>
    /// <param name="host">The host.</param>
    public static bool IsNeeded(ElementalHost host) => IsNeeded(host, host.Status?.Phase);

    /// <summary>The same for a phase that the status does not say yet.</summary>
    /// <param name="host">The host.</param>
    /// <param name="phase">What the host is doing.</param>
    public static bool IsNeeded(ElementalHost host, string? phase) =>
        host.MustReset() || host.WantsBootstrap() || phase
            is HostPhase.Installing or HostPhase.Bootstrapping or HostPhase.ReconcilingOsVersion or HostPhase.TriggeringReset or HostPhase.Resetting;

    /// <summary>The metadata with the annotation, or without; the same metadata where nothing changes.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="isNeeded">Whether moves have to wait.</param>
    public static V1ObjectMeta On(V1ObjectMeta metadata, bool isNeeded)
    {
        string? known = metadata.Annotation(ClusterApiGroup.BlockMoveAnnotation);
        if (isNeeded ? known is not null : known != Value)
            return metadata;

        Dictionary<string, string> annotations = new(metadata.Annotations ?? new Dictionary<string, string>());
        if (isNeeded)
            annotations[ClusterApiGroup.BlockMoveAnnotation] = Value;
        else
            annotations.Remove(ClusterApiGroup.BlockMoveAnnotation);
        return metadata with { Annotations = annotations };
    }
}
