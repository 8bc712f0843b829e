namespace Grpc.Core;

/// <summary>Hands the deadline and the cancellation of a call being served to the calls made for it.</summary>
public abstract class ContextPropagationToken
{
    private protected ContextPropagationToken()
    {
    }

    internal abstract DateTime? Deadline { get; }

    internal abstract CancellationToken CancellationToken { get; }
}
