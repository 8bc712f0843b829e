namespace ElementalProvider.Agent.Plugins;

/// <summary>How the OS version stands after a plugin was asked for it.</summary>
public enum OsVersionOutcome
{
    /// <summary>The host runs what was asked for.</summary>
    Running,

    /// <summary>It is in place and takes effect with the next boot.</summary>
    RebootRequired,

    /// <summary>It was in place, but the host came up on its old image: trying the same version again would end the same way.</summary>
    RolledBack,
}
