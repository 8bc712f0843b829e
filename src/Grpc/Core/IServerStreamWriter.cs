namespace Grpc.Core;

/// <summary>Writes the responses of a stream; it ends when the handler returns.</summary>
/// <typeparam name="T">The response.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
