namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

/// <summary>The agent was killed.</summary>
internal sealed class KilledException : Exception;
