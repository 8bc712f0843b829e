using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Machines;

/// <summary>How far a claimed host has come, as the HostReady condition of its machine.</summary>
internal static class HostProgress
{
    public static Condition Of(ElementalHost host)
    {
        string name = host.Metadata.Name!;
        if (host.IsDeleting())
            return Unready(Reasons.HostBeingDeleted, $"the host {name} is being deleted");
        if (host.Metadata.Label(HostLabels.NeedsReset) == HostLabels.True)
            return Unready(Reasons.HostBeingReset, $"the host {name} is being reset");
        if (host.Metadata.Label(HostLabels.Installed) != HostLabels.True)
            return Unready(Reasons.HostWaitingForInstall, $"the host {name} is not installed yet");
        if (host.Metadata.Label(HostLabels.Bootstrapped) == HostLabels.True)
            return new Condition { Type = ConditionTypes.HostReady, Status = ConditionStatus.True, Reason = Reasons.HostBootstrapped };

        if (Conditions.Find(host.Status?.Conditions, ConditionTypes.BootstrapReady) is { Reason: Reasons.BootstrapFailed } failure)
            return Unready(Reasons.HostBootstrapFailed, $"the host {name} failed to bootstrap: {failure.Message}");

        // An OS version goes before the bootstrap: one that failed is all there is to mend.
        return Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady)
            is { Reason: Reasons.RolledBack or Reasons.OSVersionReconciliationFailed } version
            ? Unready(Reasons.HostWaitingForBootstrap, $"the host {name} is not bootstrapped before its OS version is settled: {version.Reason}: {version.Message}")
            : Unready(Reasons.HostWaitingForBootstrap, $"the host {name} is not bootstrapped yet");
    }

    private static Condition Unready(string reason, string message) =>
        new() { Type = ConditionTypes.HostReady, Status = ConditionStatus.False, Reason = reason, Message = message };
}
