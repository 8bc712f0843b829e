namespace Grpc.Core;

/// <summary>Reads the messages of a stream, one read at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message read last; valid after <see cref="MoveNext"/> returned true.</summary>
    T Current { get; }

    /// <summary>Reads the next message.</summary>
    /// <param name="cancellationToken">On a client it cancels the whole call, on a server only this read.</param>
    /// <returns>False when the stream has ended well.</returns>
    /// <exception cref="RpcException">On a client: the call ended with another status than OK.</exception>
    /// <exception cref="InvalidOperationException">Another read is in progress.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
