namespace ElementalProvider.Kubernetes;

/// <summary>On what conditions and how far a deletion goes.</summary>
public sealed record DeleteOptions
{
    /// <summary>Only delete the object with this UID.</summary>
    public string? Uid { get; init; }

    /// <summary>Only delete the object at this version.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What becomes of the objects it owns.</summary>
    public PropagationPolicy? PropagationPolicy { get; init; }

    /// <summary>Seconds of grace; null leaves it to the kind.</summary>
    public long? GracePeriodSeconds { get; init; }
}
