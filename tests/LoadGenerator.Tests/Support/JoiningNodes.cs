using System.Collections.Concurrent;
using ElementalProvider.LoadGenerator.Agents;

namespace ElementalProvider.LoadGenerator.Tests.Support;

/// <summary>Lets hosts become nodes when the test says so.</summary>
internal sealed class JoiningNodes : IMachineRoom
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allowed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _names = new();

    /// <summary>Those that are nodes.</summary>
    public IReadOnlyCollection<string> Names => [.. _names];

    /// <summary>Completes when a host wants to be one.</summary>
    public Task Asked => _asked.Task;

    public void Let() => _allowed.TrySetResult();

    public async Task JoinAsync(string hostName, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await _allowed.Task.WaitAsync(cancellationToken);
        _names.Enqueue(hostName);
    }
}
