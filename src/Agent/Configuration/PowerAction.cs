namespace ElementalProvider.Agent.Configuration;

/// <summary>What is to happen to the host's power when a command ends.</summary>
internal enum PowerAction
{
    None,
    Reboot,
    PowerOff,
}
