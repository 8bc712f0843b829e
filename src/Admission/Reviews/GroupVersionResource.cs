namespace ElementalProvider.Admission.Reviews;

/// <summary>A resource in one version (metav1.GroupVersionResource).</summary>
internal sealed record GroupVersionResource
{
    /// <summary>API group, empty for the core group.</summary>
    public string? Group { get; init; }

    /// <summary>API version.</summary>
    public string? Version { get; init; }

    /// <summary>Lower-case plural.</summary>
    public string? Resource { get; init; }
}
