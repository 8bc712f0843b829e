using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Engine;

/// <summary>Everything a report is made from.</summary>
internal sealed record ReportInput
{
    public required string AgentVersion { get; init; }

    /// <summary>Name of the ElementalHost; empty before the host has one.</summary>
    public string HostName { get; init; } = "";

    public required string BootId { get; init; }

    public required Journal Journal { get; init; }

    public required OsFacts Facts { get; init; }

    /// <summary>What is being done now.</summary>
    public required AgentStep Step { get; init; }

    /// <summary>Whether the host is in the boot that wipes it.</summary>
    public bool IsWiping { get; init; }

    public HostDirective? Desired { get; init; }

    /// <summary>Why the last step failed; null once one succeeded.</summary>
    public StepFailure? Failure { get; init; }

    /// <summary>How far the step is, in percent; 0 where that is not known.</summary>
    public int Progress { get; init; }

    /// <summary>How long the bootstrap sentinel is overdue since, where it is.</summary>
    public TimeSpan? BootstrapOverdue { get; init; }
}
