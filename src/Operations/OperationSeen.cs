using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Operations;

/// <summary>Everything that the operation of one host depends on, at one moment.</summary>
public sealed record OperationSeen
{
    /// <summary>What is wanted of the host now; null for nothing.</summary>
    public OperationRequest? Request { get; init; }

    /// <summary>Whether it may be done now.</summary>
    public required bool IsPermitted { get; init; }

    /// <summary>The operation that is stored; null where the host never had one.</summary>
    public HostOperation? Stored { get; init; }

    /// <summary>How the operation stands that the host last spoke of; null where it spoke of none.</summary>
    public HostOperationStatus? Status { get; init; }

    /// <summary>Hash of what the host has proved to have; null for nothing.</summary>
    public string? Proved { get; init; }

    /// <summary>
    /// Whether the leave was seen to be taken away since the last look, even if it is there again now: whoever takes it away and gives it again
    /// asks for another try, however quick.
    /// </summary>
    public bool WasWithdrawn { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long after the leave an operation may be begun; zero for any time.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Whether the stored operation is what is wanted now. One that is not asks nothing of the host.</summary>
    public bool IsCurrent => Request is { } request && Stored?.Wanted == request.Wanted;

    /// <summary>
    /// Whether the wanted operation has to be stored before the host may hear of it: it may be done now, and another one is stored, or none.
    /// What a serving host has proved to run already is not asked for again; but while another operation may be under way there, what it proved
    /// before that is no longer sure.
    /// </summary>
    public bool IsDue => Request is { } request && IsPermitted && !IsCurrent && !(Proved == request.Wanted && IsServing && !MayBeUnderWay);

    /// <summary>How the stored attempt stands; null where the host has not spoken of it.</summary>
    internal HostOperationStatus? Standing =>
        Stored is not null && Status is { } status && status.Id == Stored.Id && status.Attempt == Stored.Attempt ? status : null;

    private bool IsServing => Request?.Requester != OperationRequesters.HostUpdate;

    private bool MayBeUnderWay => Stored is not null && !OperationPhase.IsEnd(Standing?.Phase);
}
