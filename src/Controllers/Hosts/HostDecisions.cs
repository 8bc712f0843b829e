using System.Text.Json;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>What the provider does with a host, beside what its machine does: finalizer, pause, OS version, deletion.</summary>
internal static class HostDecisions
{
    /// <summary>What to do next.</summary>
    public static HostStep Next(HostSeen seen) => seen switch
    {
        _ when Pausing.IsMovedAway(seen.Host) => Leave(seen),
        _ when !seen.Host.IsDeleting() && !HasFinalizer(seen) => new HostStep.AddFinalizer(),
        { IsPaused: true } => new HostStep.Settle(Status(seen)),
        _ when seen.Host.IsDeleting() => Delete(seen),
        { Machine.Spec.OsVersionManagement: { } wanted } when !Runs(seen.Host, wanted) => new HostStep.CopyOsVersion(wanted),
        _ => new HostStep.Settle(Status(seen)),
    };

    /// <summary>The host lives on in another management cluster: whatever happens to this object, it must not be reset (I3, T14).</summary>
    private static HostStep Leave(HostSeen seen) =>
        seen.Host.IsDeleting() && HasFinalizer(seen) ? new HostStep.RemoveFinalizer() : new HostStep.Settle(seen.Host.Status);

    private static HostStep Delete(HostSeen seen) => seen.Host.Metadata switch
    {
        _ when !HasFinalizer(seen) => new HostStep.Settle(seen.Host.Status),
        var metadata when metadata.Label(HostLabels.Reset) == HostLabels.True => new HostStep.RemoveFinalizer(),
        var metadata when metadata.Annotations?.GetValueOrDefault(HostAnnotations.Detach) is { Length: > 0 } why => new HostStep.Detach(why),
        var metadata when metadata.Label(HostLabels.NeedsReset) != HostLabels.True => new HostStep.RequestReset(),
        _ => new HostStep.Settle(Status(seen)),
    };

    /// <summary>
    /// The status with the Paused condition. "Not paused", and for which generation, is said by the gateway with the host's reports; here it
    /// is only taken back or said again after a pause, so that a claim costs no write of its own.
    /// </summary>
    private static ElementalHostStatus? Status(HostSeen seen)
    {
        ElementalHostStatus? status = seen.Host.Status;
        Condition? known = Conditions.Find(status?.Conditions, ConditionTypes.Paused);
        if (!seen.IsPaused && known?.Status is null or ConditionStatus.False)
            return status;

        IReadOnlyList<Condition> conditions = Conditions.Set(status?.Conditions, Pausing.Condition(seen.Host, seen.Cluster), seen.Now);
        return (status ?? new ElementalHostStatus()) with { Conditions = conditions };
    }

    private static bool HasFinalizer(HostSeen seen) => seen.Host.Metadata.HasFinalizer(Finalizers.Host);

    private static bool Runs(ElementalHost host, JsonElement wanted) =>
        host.Spec?.OsVersionManagement is { } current && JsonElement.DeepEquals(current, wanted);
}
