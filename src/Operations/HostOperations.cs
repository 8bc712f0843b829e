using System.Text.Json;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Operations;

/// <summary>
/// The two requesters of today: the OS version of a host that is not bootstrapped, which needs nobody's leave, and that of a serving host, for
/// which the label in-place-update is the leave. Both want what spec.osVersionManagement says.
/// </summary>
public static class HostOperations
{
    /// <summary>What the operation of a host depends on, as the host is stored.</summary>
    /// <param name="host">The host.</param>
    /// <param name="now">The time of the observation.</param>
    /// <param name="patience">How long after the leave an operation may be begun; zero for any time.</param>
    /// <param name="wasWithdrawn">Whether the leave was seen to be taken away since the last look.</param>
    public static OperationSeen See(ElementalHost host, DateTimeOffset now = default, TimeSpan patience = default, bool wasWithdrawn = false)
    {
        bool isServing = host.IsBootstrapped();
        return new OperationSeen
        {
            Request = host.WantedOsVersion() is { } wanted ? OperationRequest.Upgrade(HashOf(wanted), isServing) : null,
            IsPermitted = !isServing || host.IsUpdatePending(),
            Stored = host.Spec?.Operation,
            Status = host.Status?.Operation,
            Proved = host.ProvedOsVersion(),
            WasWithdrawn = wasWithdrawn,
            Now = now,
            Patience = patience,
        };
    }

    /// <summary>What identifies an OS version that is wanted.</summary>
    /// <param name="wanted">spec.osVersionManagement.</param>
    public static string HashOf(JsonElement wanted) => CanonicalJson.Hash(wanted);

    /// <summary>
    /// The host with the operation that follows from the rest of it; the very host where nothing changes. A host that has to wipe itself goes
    /// through nothing else any more.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="now">The time of the observation.</param>
    /// <param name="patience">How long after the leave an operation may be begun; zero for any time.</param>
    /// <param name="wasWithdrawn">Whether the leave was seen to be taken away since the last look.</param>
    public static ElementalHost Planned(ElementalHost host, DateTimeOffset now, TimeSpan patience, bool wasWithdrawn = false)
    {
        if (host.MustReset() || host.HasWipedItself())
            return host;

        HostOperation? next = OperationPlanner.Next(See(host, now, patience, wasWithdrawn));
        return ReferenceEquals(next, host.Spec?.Operation)
            ? host
            : host with { Metadata = WithoutMarks(host.Metadata), Spec = (host.Spec ?? new ElementalHostSpec()) with { Operation = next } };
    }

    /// <summary>
    /// Whether a change of a host takes away the leave for an attempt that is known to have failed: who gives it again asks for another one.
    /// </summary>
    /// <param name="before">The host before the change.</param>
    /// <param name="after">The host after it.</param>
    public static bool IsWithdrawal(ElementalHost before, ElementalHost after) =>
        before.Status?.Operation is { } status
        && before.Spec?.Operation is { } stored
        && stored.Id == status.Id && stored.Attempt == status.Attempt
        && OperationPlanner.CanTryAgain(status.Phase)
        && MayBegin(before) && !MayBegin(after);

    /// <summary>Whether the label in-place-update was answered for an operation already: set again, it asks for the next one.</summary>
    /// <param name="host">The host.</param>
    /// <param name="operation">Its operation.</param>
    public static bool IsAnswered(ElementalHost host, HostOperation operation) =>
        host.Metadata.Annotation(HostAnnotations.InPlaceUpdateAnswered) == Mark(operation);

    /// <summary>The metadata of a host with the note that the label was answered for an operation.</summary>
    /// <param name="metadata">Metadata of the host.</param>
    /// <param name="operation">Its operation.</param>
    public static V1ObjectMeta WithAnswer(V1ObjectMeta metadata, HostOperation operation)
    {
        V1ObjectMeta clean = WithoutMarks(metadata);
        return clean with
        {
            Annotations = new Dictionary<string, string>(clean.Annotations ?? new Dictionary<string, string>())
            {
                [HostAnnotations.InPlaceUpdateAnswered] = Mark(operation),
            },
        };
    }

    /// <summary>The metadata of a host without what is noted of an operation before, by this version or an earlier one.</summary>
    /// <param name="metadata">Metadata of the host.</param>
    private static V1ObjectMeta WithoutMarks(V1ObjectMeta metadata)
    {
        if (metadata.Annotation(HostAnnotations.InPlaceUpdateAnswered) is null && metadata.Annotation(HostAnnotations.InPlaceUpdateBegun) is null)
            return metadata;

        Dictionary<string, string> annotations = new(metadata.Annotations);
        annotations.Remove(HostAnnotations.InPlaceUpdateAnswered);
        annotations.Remove(HostAnnotations.InPlaceUpdateBegun);
        return metadata with { Annotations = annotations };
    }

    private static bool MayBegin(ElementalHost host) => See(host) is { IsCurrent: true, IsPermitted: true };

    private static string Mark(HostOperation operation) => $"{operation.Id}/{operation.Attempt}";
}
