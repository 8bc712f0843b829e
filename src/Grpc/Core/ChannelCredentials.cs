namespace Grpc.Core;

/// <summary>How a channel is secured.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Plain text; the address must be <c>http://</c>.</summary>
    public static ChannelCredentials Insecure { get; } = new PlainCredentials(isSecure: false, callCredentials: null);

    /// <summary>TLS as the channel's HTTP handler is set up; the address must be <c>https://</c>.</summary>
    public static ChannelCredentials SecureSsl { get; } = new PlainCredentials(isSecure: true, callCredentials: null);

    internal abstract bool IsSecure { get; }

    internal virtual CallCredentials? CallCredentials => null;

    /// <summary>Credentials of a channel that authenticate each call as well.</summary>
    /// <param name="channelCredentials">How the channel is secured.</param>
    /// <param name="callCredentials">What authenticates each call.</param>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new PlainCredentials(
            channelCredentials.IsSecure,
            channelCredentials.CallCredentials is { } first ? CallCredentials.Compose(first, callCredentials) : callCredentials);
    }

    private sealed class PlainCredentials(bool isSecure, CallCredentials? callCredentials) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? CallCredentials => callCredentials;
    }
}
