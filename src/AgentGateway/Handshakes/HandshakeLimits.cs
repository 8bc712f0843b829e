namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>How many connections may be without a finished handshake, and for how long.</summary>
internal sealed record HandshakeLimits
{
    /// <summary>Handshakes at once: one computes for milliseconds, and waits for the network much longer.</summary>
    public int Turns { get; init; } = Environment.ProcessorCount * 32;

    /// <summary>How long a handshake keeps its turn from those who wait for one; it goes on without, but holds up nobody any more.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a peer may take to say all of its first message.</summary>
    public TimeSpan HelloTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a handshake may take, with all that is waited for in it.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer that owes us something is spared when there are too many: a good one may be that slow.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Connections without a finished handshake.</summary>
    public int Unfinished { get; init; } = 4096;

    /// <summary>Those of one address.</summary>
    public int PerAddress { get; init; } = 1024;
}
