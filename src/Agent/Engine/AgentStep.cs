namespace ElementalProvider.Agent.Engine;

/// <summary>One thing to do next. Equal steps are the same thing again.</summary>
internal abstract record AgentStep
{
    private AgentStep()
    {
    }

    /// <summary>Make the host known to the server, or known again.</summary>
    public sealed record Register : AgentStep;

    /// <summary>Find the OS plugin and ask it for facts.</summary>
    public sealed record PreparePlugin : AgentStep;

    /// <summary>Put host name and configuration on the host.</summary>
    public sealed record FinalizeRegistration : AgentStep;

    /// <summary>Install cloud-config and OS.</summary>
    public sealed record Install : AgentStep;

    /// <summary>Arrange that the next boot wipes the host, and reboot.</summary>
    public sealed record TriggerReset : AgentStep;

    /// <summary>Bring the host to an OS version.</summary>
    public sealed record ReconcileOsVersion(string Hash) : AgentStep;

    /// <summary>Forget that an OS version could not be applied, so that it may be tried again.</summary>
    public sealed record ReleaseOsVersion : AgentStep;

    /// <summary>Fetch bootstrap data and hand it to the OS.</summary>
    public sealed record Bootstrap : AgentStep;

    /// <summary>Wait for the sentinel.</summary>
    public sealed record AwaitBootstrap : AgentStep;

    /// <summary>Remember that the sentinel was seen.</summary>
    public sealed record ConfirmBootstrap : AgentStep;

    /// <summary>Reboot, so that what is in place takes effect.</summary>
    public sealed record Reboot : AgentStep;

    /// <summary>Tell the server that the host is about to be wiped, and have it agree.</summary>
    public sealed record AnnounceReset : AgentStep;

    /// <summary>Wipe the host.</summary>
    public sealed record Wipe : AgentStep;

    /// <summary>Show the server what was wiped in which boot, so that it lets the host go.</summary>
    public sealed record ShowEvidence : AgentStep;

    /// <summary>Delete name, key and journal.</summary>
    public sealed record Forget : AgentStep;

    /// <summary>Nothing to do until something changes.</summary>
    public sealed record Wait : AgentStep;

    /// <summary>The command's goal is reached.</summary>
    public sealed record Finished : AgentStep;

    /// <summary>The command cannot do its work on this host in this boot.</summary>
    /// <param name="Why">One sentence for a person.</param>
    public sealed record Refuse(string Why) : AgentStep;

    /// <summary>Whether a reset needs this step, and must not cut it short.</summary>
    public bool IsPartOfReset => this is PreparePlugin or TriggerReset or AnnounceReset or Wipe or ShowEvidence or Forget;
}
