using Grpc.Core.Internal;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The deadline that a client gave to a call: its end cancels the handler's token.</summary>
internal sealed class ServerDeadline : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeadlineTimer _timer;

    public ServerDeadline(TimeProvider clock, TimeSpan timeout, CancellationToken requestAborted)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        At = DateTime.MaxValue - now > timeout ? now + timeout : DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(requestAborted);
        Token = _cancellation.Token;
        _timer = new DeadlineTimer(clock, At, Pass);
    }

    /// <summary>When the call must be over, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Cancelled when the deadline passes or the client goes away.</summary>
    public CancellationToken Token { get; }

    /// <summary>Completes when the deadline passes.</summary>
    public Task Passed => _passed.Task;

    // The token source lives as long as the request it is linked to: the timer may still be calling back.
    public void Dispose() => _timer.Dispose();

    private void Pass()
    {
        // Told first, so that whoever sees the token cancelled knows why.
        _passed.TrySetResult();
        _cancellation.Cancel();
    }
}
