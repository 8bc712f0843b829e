namespace ElementalProvider.Admission.Reviews;

/// <summary>A kind in one version (metav1.GroupVersionKind).</summary>
internal sealed record GroupVersionKind
{
    /// <summary>API group, empty for the core group.</summary>
    public string? Group { get; init; }

    /// <summary>API version.</summary>
    public string? Version { get; init; }

    /// <summary>Kind in CamelCase.</summary>
    public string? Kind { get; init; }
}
