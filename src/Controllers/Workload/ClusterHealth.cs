using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Workload;

/// <summary>
/// Whether a workload cluster may be asked. One that does not answer must not hold up the workers that others wait for: after a few failures,
/// and before the first answer, one asks for all, and the others are told what came of that the last time.
/// </summary>
/// <param name="clock">Tells when to try again.</param>
internal sealed class ClusterHealth(TimeProvider clock)
{
    /// <summary>How many requests in a row may fail before the cluster counts as unreachable: one may be lost with a connection that was cut.</summary>
    public const int FailureThreshold = 2;

    /// <summary>How soon an unreachable cluster is tried again.</summary>
    public static readonly Backoff Trials = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private readonly Lock _lock = new();
    private List<TaskCompletionSource<bool>>? _waiting;
    private int _failures = FailureThreshold;
    private string? _why;
    private DateTimeOffset _retryAt = DateTimeOffset.MinValue;

    /// <summary>Asks for leave to make one request. Whoever gets it says what came of it.</summary>
    public Leave Ask()
    {
        lock (_lock)
        {
            if (_failures < FailureThreshold)
                return Leave.Given;
            if (_waiting is not null)
            {
                TaskCompletionSource<bool> trial = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(trial);
                return new Leave(IsGiven: false, _why, trial);
            }

            if (clock.GetUtcNow() < _retryAt)
                return new Leave(IsGiven: false, _why, Trial: null);

            _waiting = [];
            return Leave.Given;
        }
    }

    /// <summary>The cluster has answered.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            (_failures, _why) = (0, null);
            EndTrial_NeedsLock();
        }
    }

    /// <summary>The cluster has not answered.</summary>
    /// <param name="why">One clause, to be told to everybody until it is tried again.</param>
    public void Failed(string why)
    {
        lock (_lock)
        {
            _failures = Math.Min(_failures + 1, FailureThreshold + 30);
            _why = why;
            _retryAt = clock.GetUtcNow() + Trials.After(_failures - FailureThreshold);
            EndTrial_NeedsLock();
        }
    }

    /// <summary>The request was given up before anything came of it.</summary>
    public void Abandoned()
    {
        lock (_lock)
            EndTrial_NeedsLock();
    }

    private void EndTrial_NeedsLock()
    {
        foreach (TaskCompletionSource<bool> trial in _waiting ?? [])
            trial.TrySetResult(true);
        _waiting = null;
    }
}

/// <summary>Whether one request may be made.</summary>
/// <param name="IsGiven">Whether it may.</param>
/// <param name="Why">Why the last request failed; null where none was made yet.</param>
/// <param name="Trial">
/// Says true when the one that is tried for all has come to its end; who does not wait for that says something else. Null where none is under way.
/// </param>
internal sealed record Leave(bool IsGiven, string? Why, TaskCompletionSource<bool>? Trial)
{
    /// <summary>The request may be made.</summary>
    public static Leave Given { get; } = new(IsGiven: true, Why: null, Trial: null);
}
