namespace ElementalProvider.Agent.Engine;

/// <summary>How far a command takes the host.</summary>
internal enum AgentGoal
{
    /// <summary>Until it is registered.</summary>
    Register,

    /// <summary>Until the OS is installed.</summary>
    Install,

    /// <summary>Without end.</summary>
    Run,

    /// <summary>Until it is wiped and the server has let it go; in the boot made for it.</summary>
    Reset,
}
