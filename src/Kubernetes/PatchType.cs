namespace ElementalProvider.Kubernetes;

/// <summary>The patch formats of the Kubernetes API.</summary>
public enum PatchType
{
    /// <summary><c>application/merge-patch+json</c>.</summary>
    Merge,

    /// <summary><c>application/json-patch+json</c>.</summary>
    Json,

    /// <summary><c>application/strategic-merge-patch+json</c>, built-in kinds only.</summary>
    Strategic,

    /// <summary><c>application/apply-patch+yaml</c>.</summary>
    Apply,
}
