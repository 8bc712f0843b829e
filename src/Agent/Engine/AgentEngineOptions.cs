using ElementalProvider.Agent.Configuration;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>The engine's times.</summary>
internal sealed record AgentEngineOptions
{
    /// <summary>How long the bootstrap sentinel may take before a person is told.</summary>
    public TimeSpan BootstrapDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the last report may take to be delivered before a command ends or the host reboots.</summary>
    public TimeSpan FarewellPatience { get; init; } = TimeSpan.FromSeconds(10);

    public RetryPolicy Retries { get; init; } = new();

    /// <summary>How long a host that came up with its installed system instead of recovery waits before it asks for recovery again.</summary>
    public RetryPolicy ResetPauses { get; init; } = new() { First = TimeSpan.FromSeconds(5), Cap = TimeSpan.FromMinutes(10) };
}

/// <summary>How a command ended.</summary>
/// <param name="Power">What is to happen to the host's power.</param>
/// <param name="Refusal">Why nothing was done at all; null where something was.</param>
internal sealed record EngineEnd(PowerAction Power, string? Refusal = null);

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
