namespace Grpc.Core;

/// <summary>Hints for one write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for the next one before it is sent.</summary>
    BufferHint = 0x1,

    /// <summary>The message must not be compressed; this runtime never compresses.</summary>
    NoCompress = 0x2,
}
