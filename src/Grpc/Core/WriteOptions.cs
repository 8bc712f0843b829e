namespace Grpc.Core;

/// <summary>Options of the writes that follow on a stream.</summary>
public class WriteOptions
{
    /// <summary>No hints.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Creates options.</summary>
    /// <param name="flags">The hints.</param>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>The hints.</summary>
    public WriteFlags Flags { get; }
}
