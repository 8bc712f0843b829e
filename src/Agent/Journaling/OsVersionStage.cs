namespace ElementalProvider.Agent.Journaling;

/// <summary>How far an OS version has come.</summary>
internal enum OsVersionStage
{
    /// <summary>The plugin is at it.</summary>
    Applying,

    /// <summary>It is in place; another boot must prove it.</summary>
    Rebooting,

    /// <summary>The plugin has proved it.</summary>
    Running,

    /// <summary>The host came back without it; it is not tried again.</summary>
    Failed,
}
