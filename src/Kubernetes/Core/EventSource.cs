namespace ElementalProvider.Kubernetes.Core;

/// <summary>Who reports an event.</summary>
public sealed record EventSource
{
    /// <summary>Name of the component.</summary>
    public string? Component { get; init; }

    /// <summary>Node it runs on.</summary>
    public string? Host { get; init; }
}
