using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Operations;

/// <summary>What a host reports of the operation that it knows.</summary>
public sealed record OperationNews
{
    private const int MaxWordLength = 63;
    private const int MaxReasonLength = 256;
    private const int MaxMessageLength = 1024;
    private const int StepOfProgress = 10;

    /// <summary>Id of the operation.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>One of <see cref="OperationPhase"/>, or one that a newer agent knows.</summary>
    public required string Phase { get; init; }

    /// <summary>One word why; empty for none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>One sentence; empty for none.</summary>
    public string Message { get; init; } = "";

    /// <summary>Percent of the phase; 0 where it is not known.</summary>
    public int Progress { get; init; }

    /// <summary>
    /// The status as it follows from a report; the very status of before where nothing changes. Within bounds, so that no host can blow up its
    /// object, and with progress in steps of ten, so that none writes it all the time.
    /// </summary>
    /// <param name="before">The status of before; null for none.</param>
    /// <param name="stored">The operation that the host has to go through.</param>
    /// <param name="now">The time to note.</param>
    public HostOperationStatus? Applied(HostOperationStatus? before, HostOperation? stored, DateTimeOffset now)
    {
        if (Id.Length is 0 or > MaxWordLength || Phase.Length is 0 or > MaxWordLength)
            return before;

        HostOperationStatus? known = before is not null && before.Id == Id && before.Attempt == Attempt ? before : null;
        HostOperationStatus after = new()
        {
            Id = Id,
            Attempt = Attempt,
            Type = stored?.Id == Id ? stored.Type : known?.Type,
            Phase = Phase,
            Reason = Bounded(Reason, MaxReasonLength),
            Message = Bounded(Message, MaxMessageLength),
            Progress = Progress is > 0 and <= 100 ? Progress / StepOfProgress * StepOfProgress : null,
            StartedAt = known?.StartedAt ?? (Phase == OperationPhase.Pending ? null : now),
            FinishedAt = OperationPhase.IsEnd(Phase) ? known?.FinishedAt ?? now : null,
        };
        return after == before ? before : after;
    }

    private static string? Bounded(string text, int length) => text.Length == 0 ? null : PrintableText.Shorten(text, length);
}
