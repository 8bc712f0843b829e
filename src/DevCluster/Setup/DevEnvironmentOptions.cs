namespace ElementalProvider.DevCluster.Setup;

/// <summary>What <c>elemental-dev up</c> and <c>story</c> start.</summary>
internal sealed record DevEnvironmentOptions
{
    /// <summary>Machines to power on.</summary>
    public int Machines { get; init; } = 4;

    /// <summary>Port of the API server; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder that everything is kept in.</summary>
    public required string State { get; init; }

    /// <summary>Where the kubeconfig goes; null for the state folder.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Folder that keeps the API server's objects beyond its end; null keeps them in memory alone.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Length in bytes up to which the log in that folder grows before a snapshot replaces it; null for the server's own.</summary>
    public long? CompactLogAt { get; init; }

    /// <summary>Only the API server, with the definitions.</summary>
    public bool ApiServerOnly { get; init; }

    /// <summary>Path of the manager's program; null to look for it.</summary>
    public string? Manager { get; init; }

    /// <summary>Path of the agent's program; null to look for it.</summary>
    public string? Agent { get; init; }

    /// <summary>Folder of the provider's definitions; null to look for it.</summary>
    public string? Definitions { get; init; }

    /// <summary>How long nothing new may happen while a part is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
