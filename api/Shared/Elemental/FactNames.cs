namespace ElementalProvider.Api.Elemental;

/// <summary>Names of facts in ElementalHost.status.facts that the provider itself puts there and reads.</summary>
public static class FactNames
{
    /// <summary>Identifies the boot that the host reported from.</summary>
    public const string BootId = "boot-id";

    /// <summary>Identifies the machine, whatever disk it runs from; not set for agents that do not say.</summary>
    public const string MachineId = "machine-id";

    /// <summary>
    /// Identifies the boot in which the installed system last reported: the last one that did not wipe the host. A wipe has to run in another.
    /// </summary>
    public const string InstalledBootId = "installed-boot-id";

    /// <summary>
    /// When the report was heard that was last written. Of two replicas that each hold a stream of the host, the one that heard it last speaks for
    /// it; the stream of the other is one that it has not noticed the end of.
    /// </summary>
    public const string ReportedAt = "reported-at";

    /// <summary>Version of the agent.</summary>
    public const string AgentVersion = "agent-version";

    /// <summary>Hash of the OS version that the host has proved to run; not set where none was ever asked for.</summary>
    public const string OsVersionHash = "os-version-hash";
}
