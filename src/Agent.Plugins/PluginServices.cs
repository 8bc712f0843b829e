using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Plugins;

/// <summary>What the plugins that are compiled in reach the host by. A plugin that is another process has its own.</summary>
public sealed record PluginServices
{
    /// <summary>Opens the files of a host.</summary>
    public Func<HostRoot, IHostFiles> OpenFiles { get; init; } = root => new HostFiles(root);

    /// <summary>Runs programs of the host.</summary>
    public required IProcessRunner Processes { get; init; }

    /// <summary>The time, for deadlines and for what takes time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
