namespace ElementalProvider.ControllerRuntime.Queue;

/// <summary>What is worked on first.</summary>
public enum WorkPriority
{
    /// <summary>Can wait: the first fill of a cache, a look without an event.</summary>
    Low,

    /// <summary>Something changed.</summary>
    Normal,
}
