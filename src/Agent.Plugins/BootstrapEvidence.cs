namespace ElementalProvider.Agent.Plugins;

/// <summary>What a host shows of bootstrap data.</summary>
public enum BootstrapEvidence
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is in place and the next boot executes it.</summary>
    RebootRequired,

    /// <summary>It is being executed, or was.</summary>
    Applied,
}
