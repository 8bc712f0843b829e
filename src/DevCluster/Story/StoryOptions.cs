namespace ElementalProvider.DevCluster.Story;

/// <summary>How the story is played.</summary>
internal sealed record StoryOptions
{
    /// <summary>How long one step may take.</summary>
    public required TimeSpan Patience { get; init; }
}
