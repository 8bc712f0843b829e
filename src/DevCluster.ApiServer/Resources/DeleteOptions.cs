namespace ElementalProvider.DevCluster.ApiServer.Resources;

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
