namespace Grpc.Core;

/// <summary>Writes the requests of a stream.</summary>
/// <typeparam name="T">The request.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Tells the server that no more requests follow.</summary>
    Task CompleteAsync();
}
