using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>
/// How the label in-place-update comes to its end. Pure, and decided anew from what is stored each time, so that a crash between two writes
/// only delays the end: the status that proves the operation for the newest generation is stored first, so that whoever sees done sees that too;
/// then the label turns to done, and an annotation notes for which operation, in one patch. A label that is set while the wanted version runs
/// already is not answered with that: it waits for the next version.
/// </summary>
internal static class InPlaceUpdate
{
    /// <summary>The host with the label and annotation it should have; the very same host where nothing changes.</summary>
    /// <param name="host">The host as it is stored.</param>
    /// <param name="seen">What its operation depends on.</param>
    /// <param name="observed">Its status as its newest report makes it.</param>
    public static ElementalHost Advance(ElementalHost host, OperationSeen seen, ElementalHostStatus observed)
    {
        // A host that is to be wiped is not updated any more; whoever gets it next has a new object.
        if (seen is not { IsCurrent: true, Stored: { Requester: OperationRequesters.InPlaceUpdate } operation }
            || host.MustReset()
            || HostOperations.IsAnswered(host, operation))
        {
            return host;
        }

        return IsProved(host, host.Status, operation) && IsProved(host, observed, operation) ? Answered(host, operation) : host;
    }

    // Ready and OSVersionReady must speak for the spec that is there now when done appears.
    private static bool IsProved(ElementalHost host, ElementalHostStatus? status, HostOperation operation) =>
        status is { Operation: { Phase: OperationPhase.Succeeded } proved }
        && proved.Id == operation.Id && proved.Attempt == operation.Attempt
        && status.Facts?.GetValueOrDefault(FactNames.OsVersionHash) == operation.Wanted
        && Conditions.IsTrue(status.Conditions, ConditionTypes.OSVersionReady)
        && (status.ObservedGeneration ?? 0) >= (host.Metadata.Generation ?? 0);

    // Where the label was taken back meanwhile, the operation that it asked for is over all the same.
    private static ElementalHost Answered(ElementalHost host, HostOperation operation)
    {
        ElementalHost noted = host with { Metadata = HostOperations.WithAnswer(host.Metadata, operation) };
        if (!host.IsUpdatePending())
            return noted;

        Dictionary<string, string> labels = new(host.Metadata.Labels!) { [HostLabels.InPlaceUpdate] = HostLabels.InPlaceUpdateDone };
        return noted with { Metadata = noted.Metadata with { Labels = labels } };
    }
}
