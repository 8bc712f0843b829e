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

/// <summary>Options of a deletion.</summary>
internal sealed record DeleteOptions
{
    public bool DryRun { get; init; }

    /// <summary>Null where the client leaves it to the finalizers that are there.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>Delete only the object with this UID.</summary>
    public string? ExpectedUid { get; init; }

    /// <summary>Delete only this version.</summary>
    public string? ExpectedVersion { get; init; }
}
