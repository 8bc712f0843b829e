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

    /// <summary>The plugin cannot apply it as things are; it is tried again once somebody takes the leave to apply it away and gives it again.</summary>
    Failed,

    /// <summary>The host came back from the reboot without it; it is burnt: only another version is tried.</summary>
    RolledBack,
}
