using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Journaling;

namespace ElementalProvider.Agent.Engine;

/// <summary>Everything about the host that a decision rests on, seen at one moment.</summary>
internal sealed record AgentState
{
    public required AgentGoal Goal { get; init; }

    public required Journal Journal { get; init; }

    public required OsFacts Facts { get; init; }

    public required string BootId { get; init; }

    /// <summary>The time, by the host's clock.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Whether the host has a name and a key.</summary>
    public required bool HasIdentity { get; init; }

    /// <summary>Whether the server has just not taken the host for one of its own.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether the OS plugin is there and has told its facts.</summary>
    public bool PluginReady { get; init; }

    /// <summary>Whether the bootstrap sentinel is there in this boot.</summary>
    public bool SentinelPresent { get; init; }
}
