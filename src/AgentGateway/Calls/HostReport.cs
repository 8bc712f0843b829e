using System.Collections.ObjectModel;

namespace ElementalProvider.AgentGateway.Calls;

/// <summary>Everything that a host can say about itself now. Nothing of it is believed beyond what it is the host's to say.</summary>
internal sealed record HostReport
{
    /// <summary>Version of the agent.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>Names this boot of the machine.</summary>
    public string BootId { get; init; } = "";

    /// <summary>Names the machine, whatever disk it runs from; empty for agents that do not say.</summary>
    public string MachineId { get; init; } = "";

    /// <summary>Generation of the directive that the rest of the report answers; 0 before the first one.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>One of the phases of a host, or what a later agent calls one.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Whether the OS is installed.</summary>
    public bool Installed { get; init; }

    /// <summary>Whether the bootstrap data was executed.</summary>
    public bool Bootstrapped { get; init; }

    /// <summary>What the agent knows of its own conditions.</summary>
    public IReadOnlyList<HostCondition> Conditions { get; init; } = [];

    /// <summary>Facts of the OS plugin.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Hash of the OS version that is proved to run; empty where none was ever asked for.</summary>
    public string OsVersionHash { get; init; } = "";

    /// <summary>How the operation stands that the host knows; null where it never had one.</summary>
    public OperationReport? Operation { get; init; }

    /// <summary>What the agent did since it last reported, oldest first.</summary>
    public IReadOnlyList<StepReport> Steps { get; init; } = [];
}

/// <summary>One condition in the agent's words.</summary>
internal sealed record HostCondition
{
    /// <summary>Type of the condition.</summary>
    public string Type { get; init; } = "";

    /// <summary>True, False or Unknown.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why, in one word.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Message { get; init; } = "";
}

/// <summary>How one operation stands, as the host's journal has it.</summary>
internal sealed record OperationReport
{
    /// <summary>Names the operation.</summary>
    public string Id { get; init; } = "";

    /// <summary>Which try of it.</summary>
    public int Attempt { get; init; }

    /// <summary>How far it is.</summary>
    public string Phase { get; init; } = "";

    /// <summary>Why, in one word.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why, in one sentence.</summary>
    public string Message { get; init; } = "";

    /// <summary>Percent of the phase; 0 where that is not known.</summary>
    public int Progress { get; init; }
}

/// <summary>One step that the agent took.</summary>
internal sealed record StepReport
{
    /// <summary>What it was for.</summary>
    public string Operation { get; init; } = "";

    /// <summary>What was done.</summary>
    public string Step { get; init; } = "";

    /// <summary>What came of it.</summary>
    public string Result { get; init; } = "";

    /// <summary>How long it took, as the host says.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>How long before the report it ended, as the host says.</summary>
    public TimeSpan Ago { get; init; }

    /// <summary>Trace context of the directive that it was done for; empty where that had none.</summary>
    public string Traceparent { get; init; } = "";
}
