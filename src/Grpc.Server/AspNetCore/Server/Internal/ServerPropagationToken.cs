using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What a call being served hands to the calls made for it.</summary>
internal sealed class ServerPropagationToken(ServerCallContext parent, ContextPropagationOptions options) : ContextPropagationToken
{
    internal override DateTime? Deadline => options.IsPropagateDeadline ? parent.Deadline : null;

    internal override CancellationToken CancellationToken =>
        options.IsPropagateCancellation ? parent.CancellationToken : CancellationToken.None;
}
