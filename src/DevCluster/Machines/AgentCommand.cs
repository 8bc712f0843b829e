namespace ElementalProvider.DevCluster.Machines;

/// <summary>What a machine runs the agent for.</summary>
internal enum AgentCommand
{
    /// <summary><c>register --install</c>; harmless to repeat.</summary>
    Install,

    /// <summary><c>run</c>.</summary>
    Run,

    /// <summary><c>reset</c>, in the recovery system.</summary>
    Reset,
}
