namespace ElementalProvider.AgentGateway.Calls;

/// <summary>The whole state that is wanted of a host. Equal ones say the same: what has been said is not said again.</summary>
internal sealed record HostDirective
{
    /// <summary>Generation of the ElementalHost this was made from; reports acknowledge it.</summary>
    public long Generation { get; init; }

    /// <summary>The host must wipe itself, before anything else.</summary>
    public bool NeedsReset { get; init; }

    /// <summary>Bootstrap data is waiting and wanted.</summary>
    public bool BootstrapAvailable { get; init; }

    /// <summary>The OS version to run; null where nobody asked for one.</summary>
    public OsVersion? OsVersion { get; init; }

    /// <summary>The provider ID that the node must carry; empty while the host is not claimed.</summary>
    public string ProviderId { get; init; } = "";

    /// <summary>When to end this stream and connect again; null for never.</summary>
    public TimeSpan? ReconnectAfter { get; init; }

    /// <summary>The one operation to carry out; null where none is wanted.</summary>
    public Operation? Operation { get; init; }

    /// <summary>Trace context of the write that caused this directive; empty where there is none.</summary>
    public string Traceparent { get; init; } = "";

    /// <summary>How the registration is reached; null where it is not known.</summary>
    public RegistrationAccess? Registration { get; init; }

    /// <summary>What the host serves; null while it is not claimed.</summary>
    public Serving? Serves { get; init; }
}

/// <summary>The OS version that a host is to run.</summary>
internal sealed record OsVersion
{
    /// <summary>What the OS plugin is told.</summary>
    public FreeForm Management { get; init; }

    /// <summary>Names it, in reports and journals.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Whether it may be applied now.</summary>
    public bool Apply { get; init; }

    /// <summary>Why it may not although somebody has allowed it, as a clause; empty otherwise.</summary>
    public string HeldBecause { get; init; } = "";
}

/// <summary>Something to be done on the host once for each attempt.</summary>
internal sealed record Operation
{
    /// <summary>Names the operation for good.</summary>
    public string Id { get; init; } = "";

    /// <summary>Which try of it.</summary>
    public int Attempt { get; init; }

    /// <summary>What kind of operation.</summary>
    public string Type { get; init; } = "";

    /// <summary>Hash of what is wanted.</summary>
    public string Wanted { get; init; } = "";

    /// <summary>It is not begun after this; null where it can be begun at any time.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether it may be applied now.</summary>
    public bool Apply { get; init; }
}
