namespace ElementalProvider.AgentGateway;

/// <summary>How the gateway serves agents. The defaults are right for ten thousand hosts a replica.</summary>
public sealed class AgentGatewayOptions
{
    /// <summary>
    /// How long progress of a host (phases, facts, conditions) may settle before it is written. Labels and
    /// becoming Ready never wait. Default: 500 ms.
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How far the clocks of hosts and manager may differ. Default: 30 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a token that a host makes for itself may live at most. Default: 15 min; the agent's live for one.</summary>
    public TimeSpan HostTokenLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an accepted token is not verified again, never beyond its expiry. Default: 1 min.</summary>
    public TimeSpan VerdictLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many accepted tokens are remembered at most; twice as many for a moment. Default: 16384.</summary>
    public int MaxCachedVerdicts { get; set; } = 16384;

    /// <summary>Agents a second that a drained replica sends elsewhere; the time over which they come back follows from it. Default: 250.</summary>
    public int ReconnectsPerSecond { get; set; } = 250;

    /// <summary>The longest time after which a drained agent is asked to come back. Default: 60 s.</summary>
    public TimeSpan MaxReconnectAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a host may be without a connection before it is lost; agents may take a minute to come back after a longer outage. Zero: for ever.
    /// Default: 2 min.
    /// </summary>
    public TimeSpan HostLostAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Reports and calls that use the Kubernetes API at a time; what more there is waits, or is told when to come back. Default: 16 for each processor.
    /// </summary>
    public int WorkAtOnce { get; set; } = Environment.ProcessorCount * 16;

    /// <summary>
    /// Connections of one address (IPv6: one /64) that owe the next message of their TLS handshake; what is beyond is dropped, the slowest first. Many machines behind
    /// one address translation or load balancer share it. Zero: as many as of all addresses together. Default: 4096.
    /// </summary>
    public int HandshakesPerAddress { get; set; } = 4096;

    /// <summary>Whether whoever asks is told which services there are (gRPC reflection). Default: no.</summary>
    public bool Reflection { get; set; }

    /// <summary>
    /// Value of the label cluster.x-k8s.io/watch-filter that new hosts get, so that the manager that registered them also sees them; null for
    /// a manager that watches everything.
    /// </summary>
    public string? WatchFilter { get; set; }
}
