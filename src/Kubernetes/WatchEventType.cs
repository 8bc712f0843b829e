namespace ElementalProvider.Kubernetes;

/// <summary>What a watch event says.</summary>
public enum WatchEventType
{
    /// <summary>The object is new, or began to match the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone, or ceased to match the selector.</summary>
    Deleted,

    /// <summary>Nothing changed up to the resourceVersion it carries.</summary>
    Bookmark,
}
