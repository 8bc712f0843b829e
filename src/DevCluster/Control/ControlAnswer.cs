namespace ElementalProvider.DevCluster.Control;

/// <summary>The answer to a <see cref="ControlRequest"/>.</summary>
internal sealed record ControlAnswer
{
    /// <summary>One sentence on why it was refused; null where it was done.</summary>
    public string? Problem { get; init; }

    /// <summary>What was done, a line each.</summary>
    public IReadOnlyList<string>? Done { get; init; }

    public ClusterStatus? Status { get; init; }
}
