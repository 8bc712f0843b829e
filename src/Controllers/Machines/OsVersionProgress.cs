using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>How far the OS version that a machine wants has come on its host, as the OSVersionReady condition of the machine.</summary>
internal static class OsVersionProgress
{
    /// <summary>
    /// What the host says about its OS version, once it speaks about the one that the machine wants: until then an answer to an earlier wish
    /// would be taken for an answer to this one.
    /// </summary>
    /// <returns>The condition, or null where the machine wants no particular version.</returns>
    public static Condition? Of(MachineSeen seen)
    {
        if (seen.Machine.Spec?.OsVersionManagement is not { } wanted)
            return null;
        if (!seen.HoldsHost || seen.LosesHost)
            return new Condition { Type = ConditionTypes.OSVersionReady, Status = ConditionStatus.Unknown, Reason = Reasons.WaitingForEarlierStep };

        ElementalHost host = seen.Host!;
        if (!host.IsToldToRun(wanted))
            return Waiting($"the version is not forwarded to the host {host.Metadata.Name} yet");

        long? generation = host.Metadata.Generation;
        Condition? answer = Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady);
        bool hasAnswered = host.Status?.ObservedGeneration >= generation && (answer?.ObservedGeneration ?? generation) >= generation;
        return hasAnswered && answer is not null
            ? new Condition { Type = ConditionTypes.OSVersionReady, Status = answer.Status, Reason = answer.Reason, Message = answer.Message }
            : Waiting($"the host {host.Metadata.Name} has not answered to the version yet");
    }

    private static Condition Waiting(string message) => new()
    {
        Type = ConditionTypes.OSVersionReady, Status = ConditionStatus.False, Reason = Reasons.WaitingForOSReconcile, Message = message,
    };
}
