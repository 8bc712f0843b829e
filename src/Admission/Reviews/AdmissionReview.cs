namespace ElementalProvider.Admission.Reviews;

/// <summary>What the API server posts and what it gets back (admission.k8s.io/v1): one has a request, the other a response.</summary>
internal sealed record AdmissionReview
{
    /// <summary>The version that is spoken.</summary>
    public const string Version = "admission.k8s.io/v1";

    /// <summary>The kind of this document.</summary>
    public const string ReviewKind = "AdmissionReview";

    /// <summary>Group and version.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The write to judge.</summary>
    public AdmissionRequest? Request { get; init; }

    /// <summary>The verdict.</summary>
    public AdmissionResponse? Response { get; init; }

    /// <summary>A review that answers.</summary>
    /// <param name="response">The verdict.</param>
    public static AdmissionReview Of(AdmissionResponse response) => new() { ApiVersion = Version, Kind = ReviewKind, Response = response };
}
