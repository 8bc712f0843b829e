namespace ElementalProvider.Agent.Plugins;

/// <summary>Which image of the OS a host has booted.</summary>
public enum BootState
{
    /// <summary>The plugin cannot tell.</summary>
    Unknown,

    /// <summary>The image that the host is meant to run.</summary>
    Active,

    /// <summary>The image before that one: the active one could not be booted.</summary>
    Passive,

    /// <summary>The system that wipes and repairs the host.</summary>
    Recovery,
}
