namespace ElementalProvider.Agent.Contract;

/// <summary>What an OS plugin is given to work with.</summary>
public sealed record InitializeRequest
{
    /// <summary>The version of the contract that the agent speaks.</summary>
    public int ContractVersion { get; init; } = Contract.ContractVersion.Current;

    /// <summary>The folder that is the host's file system: <c>/</c>, or one that stands for a machine.</summary>
    public required string Root { get; init; }

    /// <summary>The agent's own folder, as a path of the host. Files of the plugin there are its own.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Whether to be verbose.</summary>
    public bool Debug { get; init; }
}

/// <summary>What an OS plugin is.</summary>
public sealed record PluginDescription
{
    /// <summary>Its name, such as <c>dummy</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the contract that it speaks.</summary>
    public int ContractVersion { get; init; } = Contract.ContractVersion.Current;

    /// <summary>What it can do: words of <see cref="PluginCapability"/>, and others that a newer contract has.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];
}

/// <summary>What an OS plugin may be able to do. Types of operations are called the same.</summary>
public static class PluginCapability
{
    /// <summary>It can fetch and stage beside the running system, before anything is disturbed.</summary>
    public const string Prepare = "Prepare";

    /// <summary>It can bring the host to another OS version.</summary>
    public const string Upgrade = "Upgrade";

    /// <summary>It can bring the host back to what it ran before.</summary>
    public const string Rollback = "Rollback";

    /// <summary>It can change settings of the OS.</summary>
    public const string Configure = "Configure";

    /// <summary>It can wipe the host.</summary>
    public const string Reset = "Reset";

    /// <summary>It can set the host up anew from another configuration.</summary>
    public const string Reprovision = "Reprovision";

    /// <summary>It can run a program that an operation brings.</summary>
    public const string Script = "Script";

    /// <summary>It bears being rebooted for no other reason than that somebody asked.</summary>
    public const string Reboot = "Reboot";
}
