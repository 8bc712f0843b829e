using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>What is true of one simulated host now; a report is nothing but this.</summary>
internal sealed record AgentState
{
    public required string BootId { get; init; }

    public string Phase { get; init; } = HostPhase.Registering;

    public bool Installed { get; init; }

    public bool Bootstrapped { get; init; }

    /// <summary>Hash of the OS version that runs; empty where none was asked for.</summary>
    public string OsVersionHash { get; init; } = "";

    /// <summary>Whether no update comes up: the host boots its old image again.</summary>
    public bool RollsBack { get; init; }

    /// <summary>Hash of the OS version that did not come up; empty where all did.</summary>
    public string RolledBackHash { get; init; } = "";

    /// <summary>Generation of the newest directive that was acted on.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Everything the host can say about itself, the way a real agent says it.</summary>
    public HostReport ToReport()
    {
        HostReport report = new()
        {
            AgentVersion = "load",
            BootId = BootId,
            ObservedGeneration = ObservedGeneration,
            Phase = Phase,
            Installed = Installed,
            Bootstrapped = Bootstrapped,
            OsVersionHash = OsVersionHash,
            Facts = { ["os-version"] = "1.0.0" },
        };
        report.Conditions.Add(True(ConditionTypes.RegistrationReady, Reasons.Registered));
        report.Conditions.Add(Installed
            ? True(ConditionTypes.InstallationReady, Reasons.Installed)
            : False(ConditionTypes.InstallationReady, Reasons.WaitingForInstallation));
        report.Conditions.Add(RolledBackHash.Length > 0
            ? False(ConditionTypes.OSVersionReady, Reasons.RolledBack)
            : True(ConditionTypes.OSVersionReady, OsVersionHash.Length > 0 ? Reasons.OSVersionReconciled : Reasons.NoOSVersionWanted));
        report.Conditions.Add(Bootstrapped
            ? True(ConditionTypes.BootstrapReady, Reasons.Bootstrapped)
            : False(ConditionTypes.BootstrapReady, Reasons.WaitingForBootstrap));
        report.Conditions.Add(Phase == HostPhase.TriggeringReset
            ? False(ConditionTypes.ResetReady, Reasons.WaitingForReset)
            : True(ConditionTypes.ResetReady, Reasons.NoResetNeeded));
        return report;
    }

    private static HostCondition True(string type, string reason) => new() { Type = type, Status = "True", Reason = reason };

    private static HostCondition False(string type, string reason) => new() { Type = type, Status = "False", Reason = reason };
}
