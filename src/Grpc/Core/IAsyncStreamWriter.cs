namespace Grpc.Core;

/// <summary>Writes the messages of a stream, one write at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Hints for the writes that follow, or null.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message and waits until HTTP/2 flow control has taken it.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidOperationException">Another write is in progress, or the stream is complete.</exception>
    Task WriteAsync(T message);

    /// <summary>Writes a message and waits until HTTP/2 flow control has taken it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">On a client it cancels the whole call, on a server only this write.</param>
    /// <exception cref="InvalidOperationException">Another write is in progress, or the stream is complete.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            throw new NotSupportedException("This writer does not support cancellation of a write.");
        }

        return WriteAsync(message);
    }
}
