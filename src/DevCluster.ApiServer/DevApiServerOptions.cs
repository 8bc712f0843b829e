namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>How a <see cref="DevApiServer"/> is set up.</summary>
public sealed record DevApiServerOptions
{
    /// <summary>TCP port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The address of this machine to listen on; loopback where nobody says otherwise.</summary>
    public System.Net.IPAddress Address { get; init; } = System.Net.IPAddress.Loopback;

    /// <summary>Further DNS names that the server's certificate is good for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Bearer tokens and whom they stand for.</summary>
    public IReadOnlyDictionary<string, DevApiServerUser> Tokens { get; init; } = new Dictionary<string, DevApiServerUser>(StringComparer.Ordinal);

    /// <summary>The clock of everything the server does.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many events are kept for watches to resume from; older ones are compacted.</summary>
    public int EventLogLength { get; init; } = 50_000;

    /// <summary>How many bytes of objects the kept events may hold, whatever their number.</summary>
    public long EventLogBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long an Event stays after it was last written.</summary>
    public TimeSpan EventTimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a watch that allows bookmarks gets one.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Certificate of an existing authority (PEM), so that kubeconfigs outlive a restart; null makes a new one.</summary>
    public string? CaCertificatePem { get; init; }

    /// <summary>Private key of that authority (PEM).</summary>
    public string? CaKeyPem { get; init; }

    /// <summary>
    /// Where services are that webhooks are reached through, by "namespace/name". There is no cluster network: a webhook of any other service fails.
    /// </summary>
    public IReadOnlyDictionary<string, System.Net.IPEndPoint> Services { get; init; } = new Dictionary<string, System.Net.IPEndPoint>(StringComparer.Ordinal);

    /// <summary>
    /// Where a port of a pod is, for port forwarding; null where nothing listens. There are no kubelets that it could be asked of: without this, no pod has
    /// any port.
    /// </summary>
    public Func<PodPort, System.Net.IPEndPoint?>? PodEndpoint { get; init; }

    /// <summary>What chance in <see cref="Faults.FaultInjection"/> follows from.</summary>
    public int FaultSeed { get; init; }

    /// <summary>
    /// Folder that keeps every object beyond the end of the process, and of the machine: an answer waits for the disk. Null keeps them in memory alone.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>Length in bytes up to which a log in <see cref="DataDirectory"/> grows before a snapshot replaces it.</summary>
    public long CompactLogAt { get; init; } = 16L * 1024 * 1024;

    /// <summary>Brings a file of <see cref="DataDirectory"/> to the disk; null for the operating system's way. Tests let it wait and fail.</summary>
    internal Action<Microsoft.Win32.SafeHandles.SafeFileHandle>? Flush { get; init; }

    /// <summary>Where the server logs; null for nowhere.</summary>
    public Microsoft.Extensions.Logging.ILoggerFactory? LoggerFactory { get; init; }
}
