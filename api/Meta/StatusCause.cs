namespace ElementalProvider.Api.Meta;

/// <summary>Why one field was refused (metav1.StatusCause).</summary>
public sealed record StatusCause
{
    /// <summary>Machine-readable cause, such as <c>FieldValueInvalid</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The cause for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the field, such as <c>spec.replicas</c>.</summary>
    public string? Field { get; init; }
}
