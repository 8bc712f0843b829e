using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Reviews;

/// <summary>The verdict on a write.</summary>
internal sealed record AdmissionResponse
{
    /// <summary>The question that this answers.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether the write may go on.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Why it may not.</summary>
    public Status? Status { get; init; }

    /// <summary>Shown to whoever writes; each one line.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
