namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>It is answered later.</summary>
    Latency,

    /// <summary>It is answered 409: somebody else wrote first.</summary>
    Conflict,

    /// <summary>It is answered 429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>It is answered 500.</summary>
    InternalError,

    /// <summary>The connection is gone before anything is done.</summary>
    LoseRequest,

    /// <summary>It is done, and the connection is gone before the answer arrives.</summary>
    LoseAnswer,

    /// <summary>A watch stays open and says nothing more.</summary>
    StaleWatch,
}
