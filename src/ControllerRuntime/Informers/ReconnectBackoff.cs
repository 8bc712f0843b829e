using ElementalProvider.Api.Meta;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>How long an informer waits before it tries again: twice as long each time without progress, with jitter.</summary>
internal sealed class ReconnectBackoff(TimeProvider timeProvider, Func<double> random)
{
    private static readonly Backoff Reconnects = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    private int _failures;

    /// <summary>Something arrived: the next failure is a first one again.</summary>
    public void Progress() => _failures = 0;

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Next(), timeProvider, cancellationToken);

    /// <summary>The next wait: between half of and the whole exponential step.</summary>
    public TimeSpan Next() => Reconnects.After(++_failures, random());
}
