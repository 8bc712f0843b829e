using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Controllers.Machines;

/// <summary>What to do next for one ElementalMachine. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record MachineStep
{
    private MachineStep()
    {
    }

    /// <summary>Put the finalizer on, alone in its own write (O3).</summary>
    public sealed record AddFinalizer : MachineStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : MachineStep;

    /// <summary>
    /// Write the chosen host and the provider ID that follows from it on the machine, conditional on the version that was seen: from here on
    /// the machine can claim no other host.
    /// </summary>
    public sealed record RecordHost(ElementalHost Host) : MachineStep;

    /// <summary>Ask the server whether the machine still names the host that it chose earlier, before that claim is finished.</summary>
    public sealed record ConfirmMachine : MachineStep;

    /// <summary>Write the claim on the recorded host, conditional on the version that was seen.</summary>
    public sealed record Claim(ElementalHost Host) : MachineStep;

    /// <summary>
    /// Write that the Node no longer counts, before the host that it runs on is forgotten: who comes next must not take it for the Node of the
    /// next host.
    /// </summary>
    public sealed record ReportLoss(ElementalMachineStatus Status) : MachineStep;

    /// <summary>Take the host off the machine, if the server confirms that it cannot be had; another one will be chosen.</summary>
    public sealed record ForgetHost(string HostName) : MachineStep;

    /// <summary>Look for the Node of the host in the workload cluster.</summary>
    public sealed record LookForNode(ElementalHost Host) : MachineStep;

    /// <summary>Write provider ID and the end of the initialization on the Node.</summary>
    public sealed record InitializeNode(V1Node Node, string ProviderId) : MachineStep;

    /// <summary>Take over the provider ID that the Node has already; there it can never change.</summary>
    public sealed record AdoptProviderId(string ProviderId) : MachineStep;

    /// <summary>Take back the host that serves this machine and had lost its object.</summary>
    public sealed record Adopt(ElementalHost Host) : MachineStep;

    /// <summary>Have moves to another management cluster wait, or wait no more.</summary>
    public sealed record BlockMove(bool IsNeeded) : MachineStep;

    /// <summary>Tell the host to wipe itself, because its machine goes, where the server confirms that somebody means that.</summary>
    public sealed record RequestReset(ElementalHost Host) : MachineStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalMachineStatus? Status) : MachineStep
    {
        /// <summary>When to look again without an event; null for not at all.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
