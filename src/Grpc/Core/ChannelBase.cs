namespace Grpc.Core;

/// <summary>A connection to one server, from which clients are made.</summary>
public abstract class ChannelBase
{
    /// <summary>Creates a channel.</summary>
    /// <param name="target">The server's address.</param>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>The server's address.</summary>
    public string Target { get; }

    /// <summary>Creates an invoker of calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel and the calls on it.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Ends the channel and the calls on it.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
