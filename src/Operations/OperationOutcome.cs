using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations;

/// <summary>What has come of an operation, in the terms of whoever asked for it.</summary>
/// <param name="Message">One sentence for a person; empty where there is nothing to say.</param>
public abstract record OperationOutcome(string Message)
{
    /// <summary>How soon to ask again at the latest. What changes wakes the one who waits; this is for what may have been missed.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>Whether nothing more comes of it by itself.</summary>
    public bool IsEnd => this is not InProgress;

    /// <summary>It waits, or is being worked at.</summary>
    /// <param name="Message">What the host says about it.</param>
    /// <param name="Progress">Percent of the phase; null where that is not known.</param>
    public sealed record InProgress(string Message, int? Progress) : OperationOutcome(Message);

    /// <summary>The host has proved it.</summary>
    public sealed record Succeeded() : OperationOutcome("");

    /// <summary>It cannot be done as things are.</summary>
    /// <param name="Message">Why.</param>
    /// <param name="IsPermanent">Whether no other attempt can help; otherwise one may, once the cause is mended.</param>
    public sealed record Failed(string Message, bool IsPermanent) : OperationOutcome(Message);

    /// <summary>The host came up without it, and is what it was before.</summary>
    /// <param name="Message">What the host says about it.</param>
    public sealed record RolledBack(string Message) : OperationOutcome(Message);

    /// <summary>Its deadline passed before the host had begun.</summary>
    /// <param name="Message">What the host says about it.</param>
    public sealed record Expired(string Message) : OperationOutcome(Message);

    /// <summary>Something else is wanted of the host now.</summary>
    /// <param name="Message">What is.</param>
    public sealed record Superseded(string Message) : OperationOutcome(Message);

    /// <summary>What has come of an attempt.</summary>
    /// <param name="asked">The operation as its requester stored it.</param>
    /// <param name="stored">The operation that the host has to go through now.</param>
    /// <param name="status">How the operation stands that the host last spoke of; null where it spoke of none.</param>
    public static OperationOutcome Of(HostOperation asked, HostOperation? stored, HostOperationStatus? status)
    {
        if (status is not null && status.Id == asked.Id && status.Attempt == asked.Attempt && OperationPhase.IsEnd(status.Phase))
            return End(status);
        if (stored is null)
            return new Superseded("the host has no operation any more");
        if (stored.Id != asked.Id)
            return new Superseded($"the host has the operation {stored.Id} now");
        if (stored.Attempt != asked.Attempt)
            return new Superseded($"the operation {stored.Id} is at its attempt {stored.Attempt} now");

        return status is not null && status.Id == asked.Id && status.Attempt == asked.Attempt
            ? new InProgress(status.Message ?? "", status.Progress)
            : new InProgress("the host has not spoken of it yet", Progress: null);
    }

    private static OperationOutcome End(HostOperationStatus status) => status.Phase switch
    {
        OperationPhase.Succeeded => new Succeeded(),
        OperationPhase.RolledBack => new RolledBack(status.Message ?? ""),
        OperationPhase.Expired => new Expired(status.Message ?? ""),
        _ => new Failed(status.Message ?? "", IsPermanent: !OperationPlanner.CanTryAgain(status.Phase)),
    };
}
