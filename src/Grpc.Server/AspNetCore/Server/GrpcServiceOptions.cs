using Grpc.Core.Internal;

namespace Grpc.AspNetCore.Server;

/// <summary>How services are served: for all of them, or in <see cref="GrpcServiceOptions{TService}"/> for one.</summary>
public class GrpcServiceOptions
{
    private Setting<int?> _maxSendMessageSize = new(null, IsSet: false);
    private Setting<int?> _maxReceiveMessageSize = new(GrpcProtocol.DefaultMaxReceiveMessageSize, IsSet: false);

    /// <summary>The largest message that may be sent, in bytes; null, the default, means no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize.Value;
        set => _maxSendMessageSize = new(value, IsSet: true);
    }

    /// <summary>The largest message that may be received, in bytes; null means no limit. The default is 4 MiB.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize.Value;
        set => _maxReceiveMessageSize = new(value, IsSet: true);
    }

    /// <summary>Whether clients are told the message of an exception that leaves a handler; null means no.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Whether a call of an unknown service is left to the other endpoints instead of being answered; null means no.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>What sees each call before its handler, in order.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>These options where they are set, and the given ones elsewhere; the interceptors of the given ones come first.</summary>
    internal GrpcServiceOptions Over(GrpcServiceOptions general)
    {
        GrpcServiceOptions merged = new()
        {
            EnableDetailedErrors = EnableDetailedErrors ?? general.EnableDetailedErrors,
            IgnoreUnknownServices = IgnoreUnknownServices ?? general.IgnoreUnknownServices,
            _maxSendMessageSize = _maxSendMessageSize.IsSet ? _maxSendMessageSize : general._maxSendMessageSize,
            _maxReceiveMessageSize = _maxReceiveMessageSize.IsSet ? _maxReceiveMessageSize : general._maxReceiveMessageSize,
        };
        foreach (InterceptorRegistration registration in general.Interceptors.Concat(Interceptors))
        {
            merged.Interceptors.Add(registration);
        }

        return merged;
    }

    private readonly record struct Setting<T>(T Value, bool IsSet);
}
