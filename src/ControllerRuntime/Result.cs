namespace ElementalProvider.ControllerRuntime;

/// <summary>What a reconciler wants to happen next with its key.</summary>
/// <param name="RequeueAfter">When to look again without an event, or null for not at all.</param>
public readonly record struct Result(TimeSpan? RequeueAfter)
{
    /// <summary>Nothing more to do until something changes.</summary>
    public static Result Done => default;

    /// <summary>Look again after a while, even if nothing changes.</summary>
    /// <param name="delay">How long to wait.</param>
    public static Result After(TimeSpan delay) => new(delay);
}
