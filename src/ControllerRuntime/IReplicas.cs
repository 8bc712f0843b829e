namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// The replicas of this program as they show each other that they live: each holds a lease of its own. What a replica leaves behind is known by
/// the name of its lease, and whoever takes the lease next takes that over.
/// </summary>
public interface IReplicas
{
    /// <summary>Name of the lease of this replica; null while it holds none, or cannot know that it still does.</summary>
    string? Mine { get; }

    /// <summary>Whether the controllers of this replica run.</summary>
    bool Leads { get; }

    /// <summary>
    /// Whether nobody holds a lease, as seen from here; false where it was not watched for long enough, or is no lease of a replica of this program.
    /// </summary>
    /// <param name="lease">Name of the lease.</param>
    bool IsAbandoned(string lease);
}
