using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Reports as an agent makes them.</summary>
internal static class SampleReports
{
    /// <summary>Everything is as wanted.</summary>
    public static HostReport Ready(long generation = 1, string osVersionHash = "", string bootId = "boot-1")
    {
        HostReport report = new()
        {
            AgentVersion = "0.1.0",
            BootId = bootId,
            ObservedGeneration = generation,
            Phase = HostPhase.Running,
            Installed = true,
            OsVersionHash = osVersionHash,
        };
        foreach (string type in (string[])[
            ConditionTypes.RegistrationReady, ConditionTypes.InstallationReady, ConditionTypes.BootstrapReady,
            ConditionTypes.OSVersionReady, ConditionTypes.ResetReady])
            report.Conditions.Add(new HostCondition { Type = type, Status = ConditionStatus.True, Reason = "AsWanted" });
        return report;
    }

    /// <summary>The OS version is being changed: none is proved.</summary>
    public static HostReport Updating(long generation = 1)
    {
        HostReport report = Ready(generation).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, Reasons.WaitingForOSReconcile);
        report.Phase = HostPhase.ReconcilingOsVersion;
        return report;
    }

    /// <summary>The boot that wipes the host says how it goes.</summary>
    public static HostReport Wiping(string bootId, string reason, string message = "")
    {
        HostReport report = Ready(bootId: bootId).Saying(ConditionTypes.ResetReady, ConditionStatus.False, reason, message);
        report.Phase = HostPhase.Resetting;
        return report;
    }

    /// <summary>The same report with another word on one condition.</summary>
    public static HostReport Saying(this HostReport report, string type, string status, string reason, string message = "")
    {
        HostReport changed = report.Clone();
        HostCondition condition = changed.Conditions.Single(known => known.Type == type);
        (condition.Status, condition.Reason, condition.Message) = (status, reason, message);
        return changed;
    }
}
