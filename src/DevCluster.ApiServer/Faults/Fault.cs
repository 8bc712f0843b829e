namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>Something that goes wrong until it is taken away, or has happened often enough.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Verbs it concerns, such as <c>patch</c> or <c>watch</c>; empty for all.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Plural of the resource it concerns; empty for all.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Client it concerns: what the User-Agent says before the slash; empty for all.</summary>
    public string Client { get; init; } = "";

    /// <summary>Share of those requests that it befalls, above 0 and up to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How many of those requests it lets pass first.</summary>
    public int After { get; init; }

    /// <summary>How often it happens; null without end.</summary>
    public int? Times { get; init; }

    /// <summary>How long an answer is held back, for <see cref="FaultKind.Latency"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>What a client is told to wait, in whole seconds, for <see cref="FaultKind.TooManyRequests"/>.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Why it makes no sense, as one sentence, or null.</summary>
    public string? Refuse() => this switch
    {
        { Share: not (> 0 and <= 1) } => $"share must be above 0 and up to 1, not {Share.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
        { After: < 0 } => $"after must be at least 0, not {After}",
        { Times: <= 0 } => $"times must be at least 1, not {Times}",
        { Kind: FaultKind.Latency, Delay.Ticks: <= 0 } => "a latency needs a delay above zero",
        { Kind: FaultKind.TooManyRequests, RetryAfter.TotalSeconds: < 1 } => "retry-after must be at least a second",
        _ => null,
    };

    /// <summary>Whether it concerns a request.</summary>
    /// <param name="verb">The Kubernetes verb.</param>
    /// <param name="resource">The plural.</param>
    /// <param name="client">Name of the client.</param>
    internal bool Concerns(string verb, string resource, string client) =>
        IsPossible(verb)
        && (Verbs.Count == 0 || Verbs.Contains(verb, StringComparer.Ordinal))
        && (Resource.Length == 0 || Resource == resource)
        && (Client.Length == 0 || Client == client);

    // A read cannot conflict, and only a watch can go stale.
    private bool IsPossible(string verb) => Kind switch
    {
        FaultKind.Conflict => verb is "create" or "update" or "patch" or "delete",
        FaultKind.StaleWatch => verb == "watch",
        _ => true,
    };
}

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>It is answered later.</summary>
    Latency,

    /// <summary>It is answered 409: somebody else wrote first.</summary>
    Conflict,

    /// <summary>It is answered 429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>It is answered 500.</summary>
    InternalError,

    /// <summary>The connection is gone before anything is done.</summary>
    LoseRequest,

    /// <summary>It is done, and the connection is gone before the answer arrives.</summary>
    LoseAnswer,

    /// <summary>A watch stays open and says nothing more.</summary>
    StaleWatch,
}
