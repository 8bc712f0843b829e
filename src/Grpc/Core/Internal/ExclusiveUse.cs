namespace Grpc.Core.Internal;

/// <summary>
/// Holds a stream to the rule of gRPC that only one read and one write run at a time. It costs no wait and no allocation;
/// whoever breaks the rule is told instead of corrupting the stream.
/// </summary>
internal sealed class ExclusiveUse(string operation)
{
    private int _inUse;

    public bool IsInUse => Volatile.Read(ref _inUse) != 0;

    /// <summary>Takes the stream until the scope is disposed.</summary>
    /// <exception cref="InvalidOperationException">The stream is in use.</exception>
    public Scope Enter() => Interlocked.CompareExchange(ref _inUse, 1, 0) == 0
        ? new Scope(this)
        : throw new InvalidOperationException($"Another {operation} is in progress on this stream; await it first.");

    public readonly struct Scope(ExclusiveUse use) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref use._inUse, 0);
    }
}
