namespace Grpc.Core;

/// <summary>What a <see cref="ContextPropagationToken"/> hands on.</summary>
public class ContextPropagationOptions
{
    /// <summary>Hands on everything.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Creates options.</summary>
    /// <param name="propagateDeadline">Whether the child call ends when the parent's deadline passes.</param>
    /// <param name="propagateCancellation">Whether the child call is cancelled with its parent.</param>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the child call ends when the parent's deadline passes.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether the child call is cancelled with its parent.</summary>
    public bool IsPropagateCancellation { get; }
}
