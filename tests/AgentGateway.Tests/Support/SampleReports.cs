using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Reports as an agent makes them.</summary>
internal static class SampleReports
{
    /// <summary>Everything is as wanted.</summary>
    public static HostReport Ready(long generation = 1, string osVersionHash = "", string bootId = "boot-1")
    {
        string[] types =
        [
            ConditionTypes.RegistrationReady, ConditionTypes.InstallationReady, ConditionTypes.BootstrapReady,
            ConditionTypes.OSVersionReady, ConditionTypes.ResetReady,
        ];
        return new HostReport
        {
            AgentVersion = "0.1.0",
            BootId = bootId,
            ObservedGeneration = generation,
            Phase = HostPhase.Running,
            Installed = true,
            OsVersionHash = osVersionHash,
            Conditions = [.. types.Select(type => new HostCondition { Type = type, Status = ConditionStatus.True, Reason = "AsWanted" })],
        };
    }

    /// <summary>The OS version is being changed: none is proved.</summary>
    public static HostReport Updating(long generation = 1) =>
        Ready(generation).Saying(ConditionTypes.OSVersionReady, ConditionStatus.False, Reasons.WaitingForOSReconcile) with
        {
            Phase = HostPhase.ReconcilingOsVersion,
        };

    /// <summary>The boot that wipes the host says how it goes.</summary>
    public static HostReport Wiping(string bootId, string reason, string message = "") =>
        Ready(bootId: bootId).Saying(ConditionTypes.ResetReady, ConditionStatus.False, reason, message) with { Phase = HostPhase.Resetting };

    /// <summary>The same report with another word on one condition.</summary>
    public static HostReport Saying(this HostReport report, string type, string status, string reason, string message = "") => report with
    {
        Conditions = [.. report.Conditions.Select(condition =>
            condition.Type == type ? condition with { Status = status, Reason = reason, Message = message } : condition)],
    };

    /// <summary>The same report with another fact.</summary>
    public static HostReport Knowing(this HostReport report, string fact, string value) =>
        report with { Facts = new Dictionary<string, string>(report.Facts) { [fact] = value } };
}
