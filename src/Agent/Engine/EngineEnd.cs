using ElementalProvider.Agent.Configuration;

namespace ElementalProvider.Agent.Engine;

/// <summary>How a command ended.</summary>
/// <param name="Power">What is to happen to the host's power.</param>
/// <param name="Refusal">Why nothing was done at all; null where something was.</param>
internal sealed record EngineEnd(PowerAction Power, string? Refusal = null);
