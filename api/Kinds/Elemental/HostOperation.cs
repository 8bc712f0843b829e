using System.ComponentModel.DataAnnotations;

namespace ElementalProvider.Api.Elemental;

/// <summary>
/// One change that a host goes through once. Written by the host controller, and by the machine controller with its claim; never by people, who
/// say what they want in spec.osVersionManagement and with the label in-place-update.
/// </summary>
public sealed record HostOperation
{
    /// <summary>Names what is done for good: what wants the same has the same id, and another id replaces what has not been applied yet.</summary>
    [MaxLength(63)]
    public required string Id { get; init; }

    /// <summary>What kind of change it is: Upgrade brings the host to the OS version of spec.osVersionManagement.</summary>
    [MaxLength(63)]
    public required string Type { get; init; }

    /// <summary>
    /// Counts the tries, from 1. Goes up when the one before failed and the leave to apply it was taken away: whoever gives it again asks for
    /// another try.
    /// </summary>
    [Range(1, int.MaxValue)]
    public required int Attempt { get; init; }

    /// <summary>
    /// What is wanted: for an Upgrade the sha256 of spec.osVersionManagement in its canonical form, in hex. An operation that wants anything else
    /// than the spec does now asks nothing of the host.
    /// </summary>
    [MaxLength(64)]
    public required string Wanted { get; init; }

    /// <summary>The host does not begin after this; what it has begun by then it finishes. There is no limit where this is not set.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Who asks for it: HostUpdate (a host that is not bootstrapped), InPlaceUpdate (the label in-place-update), or another one.</summary>
    [MaxLength(63)]
    public string? Requester { get; init; }
}

/// <summary>How an operation stands, as the host has reported. Written by the gateway.</summary>
public sealed record HostOperationStatus
{
    /// <summary>The operation that is spoken of. It may be an earlier one than that of the spec.</summary>
    public required string Id { get; init; }

    /// <summary>The attempt that is spoken of.</summary>
    public required int Attempt { get; init; }

    /// <summary>What kind of change it is, such as Upgrade.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// How far it has come: Pending, Preparing, Applying, Rebooting or Verifying; and then Succeeded, Failed, RolledBack, Expired or Aborted.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>One word why, as conditions have it.</summary>
    public string? Reason { get; init; }

    /// <summary>One sentence for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Percent of the phase that are done, in steps of ten; not set where the host does not know.</summary>
    public int? Progress { get; init; }

    /// <summary>When the host was first heard to work at this attempt.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the host was first heard to have come to an end of this attempt.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Values of <see cref="HostOperation.Requester"/>. Others may come; nothing depends on knowing them all.</summary>
public static class OperationRequesters
{
    /// <summary>The OS version of a host that is not bootstrapped: free, or just claimed. It needs nobody's leave.</summary>
    public const string HostUpdate = "HostUpdate";

    /// <summary>The label in-place-update of a host that serves a cluster.</summary>
    public const string InPlaceUpdate = "InPlaceUpdate";
}
