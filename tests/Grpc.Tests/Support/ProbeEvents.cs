using System.Collections.Concurrent;
using Grpc.Core;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>What a test sees of the handlers, and how it lets them go on.</summary>
internal sealed class ProbeEvents
{
    public ConcurrentQueue<string> Received { get; } = new();

    public ConcurrentQueue<string> Interceptions { get; } = new();

    public TaskCompletionSource<ServerCallContext> Started { get; } = New<ServerCallContext>();

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource RequestsEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Continue { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource<Exception> HandlerFailed { get; } = New<Exception>();

    public Metadata RequestHeaders { get; private set; } = [];

    public string Peer { get; private set; } = "";

    public string Host { get; private set; } = "";

    public string Method { get; private set; } = "";

    public DateTime Deadline { get; private set; }

    public AuthContext? AuthContext { get; private set; }

    public void Seen(ServerCallContext context)
    {
        RequestHeaders = context.RequestHeaders;
        Peer = context.Peer;
        Host = context.Host;
        Method = context.Method;
        Deadline = context.Deadline;
        AuthContext = context.AuthContext;
        Started.TrySetResult(context);
    }

    public async Task WaitForCancellationAsync(ServerCallContext context)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.CancellationToken.Register(cancelled.SetResult))
        {
            await cancelled.Task;
        }

        Cancelled.TrySetResult();
        context.CancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
