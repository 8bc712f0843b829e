namespace ElementalProvider.Admission.Reviews;

/// <summary>The verdict on a write.</summary>
internal sealed record AdmissionResponse
{
    /// <summary>The question that this answers.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether the write may go on.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Why it may not.</summary>
    public AdmissionStatus? Status { get; init; }

    /// <summary>Shown to whoever writes; each one line.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>Why a write may not go on: the part of a metav1.Status that API servers pass on to the writer.</summary>
internal sealed record AdmissionStatus
{
    /// <summary>Always that.</summary>
    public string Status { get; } = "Failure";

    /// <summary>HTTP status code.</summary>
    public required int Code { get; init; }

    /// <summary>Machine-readable reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The words for a person.</summary>
    public required string Message { get; init; }
}
