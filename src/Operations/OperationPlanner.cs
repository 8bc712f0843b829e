using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations;

/// <summary>
/// Which operation a host has to go through. Decided from what is stored, not from what happened: a decision that is repeated, late or cut off
/// leads to the same operation.
/// </summary>
public static class OperationPlanner
{
    /// <summary>The operation to store; the very one that is stored where nothing changes.</summary>
    /// <param name="seen">What is seen.</param>
    public static HostOperation? Next(OperationSeen seen)
    {
        if (seen.IsDue)
            return First(seen, seen.Request!);

        return seen.Stored is { } stored ? Kept(seen, stored) : null;
    }

    /// <summary>Whether another attempt may follow one that came to this end. What was rolled back is not tried again, under no attempt.</summary>
    /// <param name="phase">How the attempt stands.</param>
    public static bool CanTryAgain(string? phase) => phase is OperationPhase.Failed or OperationPhase.Expired or OperationPhase.Aborted;

    /// <summary>
    /// An operation that is new, or comes back after another one. The host may never have heard of the one in between; so where an attempt is
    /// known to have failed, this is the one after it.
    /// </summary>
    private static HostOperation First(OperationSeen seen, OperationRequest request) => new()
    {
        Id = request.Id,
        Type = request.Type,
        Attempt = seen.Status is { } known && known.Id == request.Id && CanTryAgain(known.Phase) ? known.Attempt + 1 : 1,
        Wanted = request.Wanted,
        Deadline = DeadlineFrom(seen),
        Requester = request.Requester,
    };

    private static HostOperation Kept(OperationSeen seen, HostOperation stored)
    {
        bool mayBegin = seen.IsCurrent && seen.IsPermitted;
        if (IsAskedAgain(seen, mayBegin))
        {
            // Without the leave it lies there until the leave is given, and only then does its time begin to run.
            return stored with
            {
                Attempt = stored.Attempt + 1,
                Deadline = mayBegin ? DeadlineFrom(seen) : null,
                Requester = mayBegin ? seen.Request!.Requester : stored.Requester,
            };
        }

        return mayBegin && !OperationPhase.IsEnd(seen.Standing?.Phase) ? Permitted(seen, stored) : stored;
    }

    /// <summary>Whether the leave was taken away since the stored attempt failed; another one may be wanted meanwhile, which replaces this anyway.</summary>
    private static bool IsAskedAgain(OperationSeen seen, bool mayBegin) =>
        CanTryAgain(seen.Standing?.Phase)
        && (seen.Request is null || seen.IsCurrent)
        && (!mayBegin || seen.WasWithdrawn);

    /// <summary>Whoever gives the leave is the requester, and the time to begin runs from then on.</summary>
    private static HostOperation Permitted(OperationSeen seen, HostOperation stored)
    {
        DateTimeOffset? deadline = stored.Deadline ?? (seen.Standing is null ? DeadlineFrom(seen) : null);
        return stored.Requester == seen.Request!.Requester && stored.Deadline == deadline
            ? stored
            : stored with { Requester = seen.Request.Requester, Deadline = deadline };
    }

    // In whole seconds, as the API keeps it: a fraction would look like a change for ever.
    private static DateTimeOffset? DeadlineFrom(OperationSeen seen) =>
        seen.Patience > TimeSpan.Zero ? DateTimeOffset.FromUnixTimeSeconds((seen.Now + seen.Patience).ToUnixTimeSeconds()) : null;
}
