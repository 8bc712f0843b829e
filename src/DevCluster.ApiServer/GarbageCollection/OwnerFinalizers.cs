using ElementalProvider.DevCluster.ApiServer.Resources;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>The finalizers by which a deletion tells the garbage collector what to do with dependents.</summary>
internal static class OwnerFinalizers
{
    public const string Orphan = "orphan";
    public const string Foreground = "foregroundDeletion";

    /// <summary>The finalizers of an object that is deleted with a policy; without one they stay.</summary>
    public static IReadOnlyList<string> After(PropagationPolicy? policy, IReadOnlyList<string> finalizers)
    {
        if (policy is null)
            return finalizers;
        string? wanted = policy switch { PropagationPolicy.Orphan => Orphan, PropagationPolicy.Foreground => Foreground, _ => null };
        List<string> kept = [.. finalizers.Where(finalizer => finalizer == wanted || finalizer is not (Orphan or Foreground))];
        if (wanted is not null && !kept.Contains(wanted))
            kept.Add(wanted);
        return kept;
    }
}
