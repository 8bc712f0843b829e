namespace ElementalProvider.Api.Meta;

/// <summary>What the API server answers where there is no object to answer with (metav1.Status).</summary>
public sealed record Status
{
    /// <summary><c>Success</c> or <c>Failure</c>.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("status")]
    public string? Outcome { get; init; }

    /// <summary>HTTP status code.</summary>
    public int? Code { get; init; }

    /// <summary>Machine-readable reason, such as <c>NotFound</c> or <c>Conflict</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The server's words for a person.</summary>
    public string? Message { get; init; }

    /// <summary>What the status is about.</summary>
    public StatusDetails? Details { get; init; }
}
