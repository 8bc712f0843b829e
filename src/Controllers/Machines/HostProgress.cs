using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>How far a claimed host has come, as the HostReady condition of its machine.</summary>
internal static class HostProgress
{
    public static Condition Of(ElementalHost host)
    {
        string name = host.Metadata.Name!;
        if (host.IsBeingDeleted())
            return Unready(Reasons.HostBeingDeleted, $"the host {name} is being deleted");
        if (host.IsToldToReset())
            return Unready(Reasons.HostBeingReset, $"the host {name} is being reset");
        if (host.IsCloned())
            return Unready(Reasons.HostCloned, $"the host {name} is two machines: {Conditions.Find(host.Status!.Conditions, ConditionTypes.IdentityReady)!.Message}");
        if (host.Connection() is { Status: ConditionStatus.False } away)
            return Unready(away.Reason, $"the host {name} is not connected: {away.Message}") with { Status = ConditionStatus.Unknown };
        if (!host.IsInstalled())
            return Unready(Reasons.HostWaitingForInstall, $"the host {name} is not installed yet");
        if (host.IsBootstrapped() && !host.HasReported())
            return NotReported(name, ConditionTypes.HostReady);
        if (host.IsBootstrapped())
            return new Condition { Type = ConditionTypes.HostReady, Status = ConditionStatus.True, Reason = Reasons.HostBootstrapped };

        if (Conditions.Find(host.Status?.Conditions, ConditionTypes.BootstrapReady) is { Reason: Reasons.BootstrapFailed } failure)
            return Unready(Reasons.HostBootstrapFailed, $"the host {name} failed to bootstrap: {failure.Message}");
        if (Conditions.Find(host.Status?.Conditions, ConditionTypes.BootstrapReady) is { Reason: Reasons.BootstrapDataNotFound } missing)
            return Unready(Reasons.HostWaitingForBootstrap, $"the host {name} cannot be bootstrapped yet: {missing.Message}");

        // An OS version goes before the bootstrap: one that failed is all there is to mend.
        return Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady)
            is { Reason: Reasons.RolledBack or Reasons.OSVersionReconciliationFailed } version
            ? Unready(Reasons.HostWaitingForBootstrap, $"the host {name} is not bootstrapped before its OS version is settled: {version.Reason}: {version.Message}")
            : Unready(Reasons.HostWaitingForBootstrap, $"the host {name} is not bootstrapped yet");
    }

    /// <summary>What nobody knows of a host that has not been heard of in this management cluster.</summary>
    public static Condition NotReported(string name, string type) => new()
    {
        Type = type,
        Status = ConditionStatus.Unknown,
        Reason = Reasons.HostNotReported,
        Message = $"the host {name} has not reported to this management cluster yet",
    };

    private static Condition Unready(string reason, string message) =>
        new() { Type = ConditionTypes.HostReady, Status = ConditionStatus.False, Reason = reason, Message = message };
}
