namespace ElementalProvider.LoadGenerator.Results;

/// <summary>A limit that a figure is held against.</summary>
internal sealed record Goal
{
    public required string Name { get; init; }

    /// <summary>The figure; null where it could not be measured, which counts as not met.</summary>
    public required double? Actual { get; init; }

    /// <summary>The most it may be; null for no limit.</summary>
    public double? AtMost { get; init; }

    /// <summary>The least it may be; null for no limit.</summary>
    public double? AtLeast { get; init; }

    public bool Met => Actual is { } actual && !(actual > AtMost) && !(actual < AtLeast);
}
