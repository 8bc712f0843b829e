namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>What the API server is asked to bear, and by whom.</summary>
internal sealed record ApiLoad
{
    public required KubernetesClientConfiguration Server { get; init; }

    /// <summary>Process of the server, where it runs on this machine.</summary>
    public int? ServerProcess { get; init; }

    /// <summary>ConfigMaps that are created, read and changed.</summary>
    public required int Objects { get; init; }

    public required int Watchers { get; init; }

    /// <summary>Writes whose events are timed one by one.</summary>
    public required int Changes { get; init; }

    /// <summary>Requests at a time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The longest that a step of it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Tells a person what happens.</summary>
    public required Action<string> Progress { get; init; }
}
