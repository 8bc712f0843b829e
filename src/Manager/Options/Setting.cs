namespace ElementalProvider.Manager.Options;

/// <summary>One option: a flag, the environment variable that stands in for it, and what it is for.</summary>
/// <param name="Flag">The flag, such as <c>--workers</c>.</param>
/// <param name="Default">The value where neither is given; empty for none.</param>
/// <param name="Description">For <c>--help</c>, one sentence or two.</param>
/// <param name="IsSwitch">Whether the flag alone means true.</param>
internal sealed record Setting(string Flag, string Default, string Description, bool IsSwitch = false)
{
    /// <summary>The environment variable: <c>ELEMENTAL_</c> and the flag in upper case.</summary>
    public string Variable { get; } = "ELEMENTAL_" + Flag.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>Both names, for messages.</summary>
    public override string ToString() => $"{Flag} ({Variable})";
}
