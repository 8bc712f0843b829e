namespace ElementalProvider.Agent.Configuration;

/// <summary>What happens to the host's power after an installation or a reset. Where both are set, power-off wins.</summary>
internal sealed record PostAction
{
    public bool PowerOff { get; init; }

    public bool Reboot { get; init; }

    public PowerAction Action => PowerOff ? PowerAction.PowerOff : Reboot ? PowerAction.Reboot : PowerAction.None;
}
