using ElementalProvider.Agent.Journaling;

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

    /// <summary>Something for an operation.</summary>
    /// <param name="Operation">Which one, and which try of it.</param>
    public abstract record OfOperation(OperationKey Operation) : AgentStep;

    /// <summary>Look whether an operation can be done, and whether anything is left to do.</summary>
    public sealed record CheckOperation(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Fetch, check and stage what an operation needs, beside the running system.</summary>
    public sealed record PrepareOperation(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Change the host.</summary>
    public sealed record ApplyOperation(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Prove what became of an operation.</summary>
    public sealed record VerifyOperation(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Give up an operation that is not wanted any more, before a boot meets what it left.</summary>
    public sealed record AbortOperation(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Remember that an operation was not begun in time.</summary>
    public sealed record ExpireOperation(OperationKey Operation, DateTimeOffset Deadline) : OfOperation(Operation)
    {
        /// <summary>One sentence for a person.</summary>
        public string Why => $"It was not begun by its deadline, {Deadline.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: ask for it again.";
    }

    /// <summary>Remember that another try of an operation was asked for, by a manager that does not count them.</summary>
    public sealed record CountAttempt(OperationKey Operation) : OfOperation(Operation);

    /// <summary>Fetch bootstrap data and hand it to the OS.</summary>
    public sealed record Bootstrap : AgentStep;

    /// <summary>Wait for the sentinel.</summary>
    public sealed record AwaitBootstrap : AgentStep;

    /// <summary>Find out how the bootstrap data came to grief.</summary>
    /// <param name="HasEnded">Whether the tool that executes it has said so; otherwise it takes too long.</param>
    public sealed record ExplainBootstrap(bool HasEnded) : AgentStep;

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

    /// <summary>Whether the host's OS is being changed, or looked at for that.</summary>
    public bool IsAtWork => this is CheckOperation or PrepareOperation or ApplyOperation or VerifyOperation or AbortOperation;

    /// <summary>Whether a reset needs this step, and must not cut it short.</summary>
    public bool IsPartOfReset => this is PreparePlugin or TriggerReset or AnnounceReset or Wipe or ShowEvidence or Forget;
}
