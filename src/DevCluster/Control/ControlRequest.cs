using ElementalProvider.DevCluster.ApiServer.Faults;

namespace ElementalProvider.DevCluster.Control;

/// <summary>One request to a running development cluster.</summary>
internal sealed record ControlRequest
{
    public required ControlVerb Verb { get; init; }

    /// <summary>Name of the machine that it is about.</summary>
    public string? Machine { get; init; }

    /// <summary>How many machines to add.</summary>
    public int? Count { get; init; }

    /// <summary>The fault to add.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The fault to take away.</summary>
    public int? FaultId { get; init; }
}
