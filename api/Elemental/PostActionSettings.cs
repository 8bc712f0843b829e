namespace ElementalProvider.Api.Elemental;

/// <summary>What to do with the power after a step.</summary>
public sealed record PostActionSettings
{
    /// <summary>Switch the machine off. Default: false.</summary>
    public bool? PowerOff { get; init; }

    /// <summary>Reboot the machine. Default: false.</summary>
    public bool? Reboot { get; init; }
}
