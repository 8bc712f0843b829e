using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>What to do next for one ElementalHost. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record HostStep
{
    private HostStep()
    {
    }

    /// <summary>Put the finalizer on that registration should have set.</summary>
    public sealed record AddFinalizer : HostStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : HostStep;

    /// <summary>
    /// Note on the registration that a host is let go without a reset, conditional on the version that was seen. Comes before the object goes:
    /// a host that was let go and is not remembered could come back as if nothing had happened.
    /// </summary>
    public sealed record RememberDetached(ElementalRegistration Registration, DetachedHost Entry, V1ObjectMeta Noted) : HostStep;

    /// <summary>Strike a host that has wiped itself from what the registration remembers.</summary>
    public sealed record ForgetDetached(ElementalRegistration Registration, string KeyHash) : HostStep;

    /// <summary>Let the object go without a reset, because a person said so.</summary>
    /// <param name="Why">Who wants it and why.</param>
    public sealed record Detach(string Why) : HostStep;

    /// <summary>
    /// Tell the host to wipe itself. Of one that is being deleted the server is asked first who does so, where that is not known yet: it cannot be
    /// undone.
    /// </summary>
    public sealed record RequestReset : HostStep;

    /// <summary>Let the object go without a reset, because nobody who deletes it means the host.</summary>
    public sealed record LetGo : HostStep;

    /// <summary>Have the host name the registration that is there now as its owner.</summary>
    public sealed record Own(ElementalRegistration Registration) : HostStep;

    /// <summary>Have moves to another management cluster wait, or wait no more.</summary>
    public sealed record BlockMove(bool IsNeeded) : HostStep;

    /// <summary>Ask the server for the machine that the host serves: a reset cannot be undone, and a cache may be behind.</summary>
    public sealed record ConfirmMachine(string MachineName) : HostStep;

    /// <summary>Write the OS version that is wanted of the host, and the operation that brings it there.</summary>
    /// <param name="Host">The host with both.</param>
    public sealed record Want(ElementalHost Host) : HostStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalHostStatus? Status) : HostStep
    {
        /// <summary>What a person must mend before the host can be let go; null for nothing.</summary>
        public string? Warning { get; init; }

        /// <summary>When to look again although nothing changes; null for never.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
