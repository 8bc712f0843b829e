namespace ElementalProvider.Kubernetes.Core;

/// <summary>One address of a node.</summary>
public sealed record NodeAddress
{
    /// <summary><c>Hostname</c>, <c>InternalIP</c>, <c>ExternalIP</c>, <c>InternalDNS</c> or <c>ExternalDNS</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }
}
