namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>What a time cost.</summary>
internal sealed record Measurement
{
    public required double ElapsedSeconds { get; init; }

    /// <summary>Requests to the API server, or null where it does not show them.</summary>
    public required IReadOnlyList<RequestCount>? Requests { get; init; }

    /// <summary>What the manager used, or null where its process is not known.</summary>
    public required ProcessUsage? Manager { get; init; }

    /// <summary>Requests of the fleet divided by a number of things; null where requests are not shown.</summary>
    public double? RequestsPer(int things) => Requests is null ? null : Math.Round((double)RequestWindow.CausedByFleet(Requests) / things, 2);
}
