namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>How many connections may be without a finished handshake, and for how long.</summary>
internal sealed record HandshakeLimits
{
    /// <summary>Handshakes at once: one computes for milliseconds, and waits for the network much longer.</summary>
    public int Turns { get; init; } = Environment.ProcessorCount * 32;

    /// <summary>How long a handshake keeps its turn from those who wait for one; it goes on without, but holds up nobody any more.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a peer may take to say all of its first message: it holds up nobody meanwhile, and may be one of thousands on a busy machine.</summary>
    public TimeSpan HelloTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a handshake may take, with all that is waited for in it.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer that has not said its first message is spared when there are too many: it says it right after connecting.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Handshakes that go on without a turn.</summary>
    public int Late { get; init; } = Environment.ProcessorCount * 256;

    /// <summary>
    /// How long one of them is spared while others wait for a turn, or there are too many: its part takes long where many start at once on one machine, and so
    /// does ours.
    /// </summary>
    public TimeSpan LateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections without a finished handshake.</summary>
    public int Unfinished { get; init; } = 8192;

    /// <summary>Those of one address whose next message is awaited; those that wait for us are not counted.</summary>
    public int PerAddress { get; init; } = 4096;
}
