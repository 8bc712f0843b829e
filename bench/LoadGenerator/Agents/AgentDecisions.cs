using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>The order in which a host answers what is wanted of it: reset, installation, OS version, bootstrap.</summary>
internal static class AgentDecisions
{
    /// <summary>What to do for one directive.</summary>
    /// <param name="state">What is true now.</param>
    /// <param name="directive">What is wanted.</param>
    public static AgentStep Next(AgentState state, HostDirective directive) => directive switch
    {
        { NeedsReset: true } => AgentStep.Reset,
        _ when !state.Installed => AgentStep.Install,
        { OsVersion: { Apply: true } version } when version.Hash != state.OsVersionHash && version.Hash != state.RolledBackHash => AgentStep.ApplyOsVersion,
        { BootstrapAvailable: true } when !state.Bootstrapped => AgentStep.Bootstrap,
        _ => AgentStep.Acknowledge,
    };
}
