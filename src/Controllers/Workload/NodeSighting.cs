namespace ElementalProvider.Controllers.Workload;

/// <summary>What looking for a Node in a workload cluster found.</summary>
internal abstract record NodeSighting
{
    private NodeSighting()
    {
    }

    /// <summary>The Node is there.</summary>
    public sealed record Found(V1Node Node) : NodeSighting;

    /// <summary>The cluster answers, but has no such Node.</summary>
    public sealed record Missing : NodeSighting;

    /// <summary>The cluster could not be asked.</summary>
    /// <param name="Why">One clause without secrets or numbers that change from try to try.</param>
    public sealed record Unreachable(string Why) : NodeSighting;
}
