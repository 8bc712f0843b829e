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
