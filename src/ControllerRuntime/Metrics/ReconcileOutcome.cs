namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>How a reconcile ended.</summary>
internal enum ReconcileOutcome
{
    /// <summary>Nothing more to do.</summary>
    Success,

    /// <summary>It must be decided again (a conflict, or shutdown).</summary>
    Requeue,

    /// <summary>It wants to look again after a while.</summary>
    RequeueAfter,

    /// <summary>It failed.</summary>
    Error,
}
