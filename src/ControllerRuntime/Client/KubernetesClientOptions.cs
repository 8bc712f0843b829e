using System.Diagnostics.Metrics;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>How a client behaves, whatever server it talks to.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Who we say we are; API server logs and audit show it.</summary>
    public string UserAgent { get; init; } = "elemental-provider";

    /// <summary>How long one attempt of a request may take. Watches only have to begin within it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections held to the server; over HTTP/2 one carries about a hundred requests at once.</summary>
    public int MaxConnectionsPerServer { get; init; } = 64;

    /// <summary>Silence on an HTTP/2 connection after which it is probed, so that a dead peer cannot hold a watch forever.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long such a probe may take before the connection is given up.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a request is repeated after 429, 503 or an answer with Retry-After.</summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>The longest wait before a repetition, whatever Retry-After says.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between 0 and 1, by which waits before a repetition are spread: up to half as long again.</summary>
    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Requests a second that the client allows itself; null leaves fairness to the server.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Requests that may be sent at once before <see cref="RequestsPerSecond"/> counts.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Replaces the network, for tests. The client does not dispose it.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Source of time for waits and timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Makes the meter of the client's metrics; null makes one of its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }
}
