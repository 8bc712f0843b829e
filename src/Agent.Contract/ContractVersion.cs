namespace ElementalProvider.Agent.Contract;

/// <summary>
/// The version of what agent and OS plugin say to each other. It counts up only where one side would misunderstand the other; fields and verbs
/// that the other side may leave out are no new version.
/// </summary>
public static class ContractVersion
{
    /// <summary>The version this agent speaks.</summary>
    public const int Current = 1;

    /// <summary>The oldest version of a plugin that this agent still works with.</summary>
    public const int Oldest = 1;

    /// <summary>Why a plugin and this agent cannot work together; null where they can.</summary>
    /// <param name="plugin">Name of the plugin.</param>
    /// <param name="version">The version that the plugin speaks.</param>
    public static string? Refuse(string plugin, int version) => version switch
    {
        < Oldest => $"The OS plugin \"{plugin}\" speaks version {version} of the plugin contract, and this agent {Versions}: update the plugin.",
        > Current => $"The OS plugin \"{plugin}\" speaks version {version} of the plugin contract, and this agent {Versions}: update the agent.",
        _ => null,
    };

    private static string Versions => Oldest == Current ? $"version {Current}" : $"versions {Oldest} to {Current}";
}
