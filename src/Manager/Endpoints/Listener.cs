namespace ElementalProvider.Manager.Endpoints;

/// <summary>What a listening address is for: each serves its own paths and nothing else.</summary>
internal enum Listener
{
    /// <summary>Agents, over TLS.</summary>
    Agents,

    /// <summary>The API server with its questions about writes, over TLS.</summary>
    Webhooks,

    /// <summary>Probes of the kubelet.</summary>
    Health,

    /// <summary>Prometheus; over TLS and to those only who may, unless told otherwise.</summary>
    Metrics,
}
