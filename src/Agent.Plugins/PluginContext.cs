namespace ElementalProvider.Agent.Plugins;

/// <summary>What an OS plugin is given to work with.</summary>
public sealed record PluginContext
{
    /// <summary>The host's file system.</summary>
    public required HostRoot Root { get; init; }

    /// <summary>The agent's own folder, as a path of the host.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Switches the host off and on.</summary>
    public required PowerControl Power { get; init; }

    /// <summary>Measures what takes time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether to be verbose.</summary>
    public bool Debug { get; init; }
}
