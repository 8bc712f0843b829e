using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>What of a report a person will look for later: each is an Event on the host, once, by the replica that wrote it.</summary>
internal static class HostNews
{
    /// <summary>Reason of the Event that an OS version which was asked for runs.</summary>
    public const string VersionApplied = "OSVersionApplied";

    /// <summary>Reason of the Event that a host has shown that it wiped itself.</summary>
    public const string ResetProved = "ResetProved";

    /// <summary>Tells what has become of the OS version since the status before.</summary>
    /// <param name="events">Where to.</param>
    /// <param name="host">The host as it was written.</param>
    /// <param name="before">Its status before.</param>
    public static void Tell(IEventRecorder events, ElementalHost host, ElementalHostStatus? before)
    {
        if (Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady) is not { } now)
            return;

        string? hash = host.ProvedOsVersion();
        if (now.Reason == Reasons.OSVersionReconciled && hash is { Length: > 0 } && hash != before?.Facts?.GetValueOrDefault(FactNames.OsVersionHash))
        {
            events.Normal(host, VersionApplied, host.Status!.Facts!.GetValueOrDefault("os-version") is { Length: > 0 } version
                ? $"the OS version that was asked for runs: {version}"
                : "the OS version that was asked for runs");
        }
        else if (now.Reason == Reasons.RolledBack && Conditions.Find(before?.Conditions, ConditionTypes.OSVersionReady)?.Reason != Reasons.RolledBack)
        {
            events.Warning(host, Reasons.RolledBack, now.Message.Length > 0 ? now.Message : "the host came up without the OS version that was applied");
        }
    }
}
