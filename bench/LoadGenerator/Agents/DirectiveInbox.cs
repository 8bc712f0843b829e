using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>Tells those who wait for a certain directive when it arrived.</summary>
/// <param name="clock">Source of the timestamps.</param>
internal sealed class DirectiveInbox(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<(Func<HostDirective, bool> IsMeant, TaskCompletionSource<long> Arrived)> _waits = [];

    /// <summary>Waits for the next directive that is meant; the result is the timestamp of its arrival.</summary>
    /// <param name="isMeant">Recognises the directive.</param>
    public Task<long> NextAsync(Func<HostDirective, bool> isMeant)
    {
        TaskCompletionSource<long> arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waits.Add((isMeant, arrived));
        return arrived.Task;
    }

    public void Deliver(HostDirective directive)
    {
        long now = clock.GetTimestamp();
        lock (_gate)
            _waits.RemoveAll(wait => wait.IsMeant(directive) && wait.Arrived.TrySetResult(now));
    }
}
