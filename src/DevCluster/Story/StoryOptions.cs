namespace ElementalProvider.DevCluster.Story;

/// <summary>How the story is played.</summary>
internal sealed record StoryOptions
{
    /// <summary>How long nothing new may happen while a step is waited for.</summary>
    public required TimeSpan Patience { get; init; }
}
