namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>How far a visitor has come.</summary>
internal enum VisitorStage
{
    /// <summary>It has not said all of its first message.</summary>
    Silent,

    /// <summary>It has, and waits for a turn.</summary>
    Waiting,

    /// <summary>Its handshake is computed, or waits for its next message.</summary>
    InTurn,

    /// <summary>It is not done when its turn is: its next message is awaited without one.</summary>
    Late,

    /// <summary>It is done, has gone or was dropped.</summary>
    Gone,
}

/// <summary>A connection whose handshake has not ended.</summary>
/// <param name="from">Where it comes from.</param>
/// <param name="since">When it came.</param>
internal sealed class Visitor(PeerAddress from, TimeSpan since)
{
    /// <summary>Where it comes from.</summary>
    public PeerAddress From => from;

    /// <summary>When it came to the stage that it is at.</summary>
    public TimeSpan Since { get; set; } = since;

    /// <summary>How far it has come.</summary>
    public VisitorStage Stage { get; set; }

    /// <summary>Ends when it is its turn.</summary>
    public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called when it is dropped; set before it can be.</summary>
    public Action? Drop { get; init; }
}
