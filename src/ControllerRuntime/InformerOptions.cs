namespace ElementalProvider.ControllerRuntime;

/// <summary>Which objects an informer follows, and how.</summary>
public sealed record InformerOptions
{
    private static readonly bool DetectByDefault =
        Environment.GetEnvironmentVariable("ELEMENTAL_CACHE_MUTATION_DETECTOR") is "true";

    /// <summary>Namespace, or null for all; ignored for cluster-scoped kinds.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// Whether the process ends with a sentence when somebody changes a cached object in place. For tests and demonstrations: the environment
    /// variable ELEMENTAL_CACHE_MUTATION_DETECTOR=true turns it on where nothing is said here.
    /// </summary>
    public bool DetectMutations { get; init; } = DetectByDefault;

    /// <summary>Objects a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// The least time after which the server is asked to end a watch; the most is twice that, at random, so that not all watches of a fleet
    /// come back at once.
    /// </summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Silence after which a watch counts as dead. Servers send a bookmark a minute, so this is more than that.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(150);
}
