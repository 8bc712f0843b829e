namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>What a simulated host does about a directive.</summary>
internal enum AgentStep
{
    /// <summary>Nothing but to say that it was seen.</summary>
    Acknowledge,

    Install,

    ApplyOsVersion,

    Bootstrap,

    Reset,
}
