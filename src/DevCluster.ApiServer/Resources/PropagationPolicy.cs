namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>What happens to the dependents of a deleted object.</summary>
internal enum PropagationPolicy
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}
