namespace ElementalProvider.Api.Elemental;

/// <summary>Values of <c>OperationReport.phase</c>: how far a host has come with an operation.</summary>
public static class OperationPhase
{
    /// <summary>The host knows it, and waits for the leave to begin.</summary>
    public const string Pending = "Pending";

    /// <summary>What it needs is fetched, checked and put beside the running system, which is not disturbed.</summary>
    public const string Preparing = "Preparing";

    /// <summary>The host is being changed: from here it is brought to its end, whatever else is asked for.</summary>
    public const string Applying = "Applying";

    /// <summary>It takes effect with the next boot, which is under way.</summary>
    public const string Rebooting = "Rebooting";

    /// <summary>It is being proved, from the boot that it needs.</summary>
    public const string Verifying = "Verifying";

    /// <summary>It is proved. An end.</summary>
    public const string Succeeded = "Succeeded";

    /// <summary>It cannot be done as things are; another attempt may. An end.</summary>
    public const string Failed = "Failed";

    /// <summary>The host came up without it; what was wanted is not tried again, under no attempt. An end.</summary>
    public const string RolledBack = "RolledBack";

    /// <summary>Its deadline passed before it was begun. An end.</summary>
    public const string Expired = "Expired";

    /// <summary>It was called off before it was applied. An end.</summary>
    public const string Aborted = "Aborted";

    /// <summary>Whether nothing more comes of an operation in this phase, unless another attempt is asked for.</summary>
    /// <param name="phase">The phase; an unknown one is no end.</param>
    public static bool IsEnd(string? phase) => phase is Succeeded or Failed or RolledBack or Expired or Aborted;
}

/// <summary>Values of <c>Operation.type</c>: what an operation does.</summary>
public static class OperationType
{
    /// <summary>Brings the host to an OS version.</summary>
    public const string Upgrade = "Upgrade";
}
