namespace ElementalProvider.DevCluster.Machines.CloudInit;

/// <summary>The part of a cloud-config that simulated machines understand. Never logged: it holds credentials.</summary>
internal sealed record CloudConfig
{
    /// <summary>Files to write, in order.</summary>
    public IReadOnlyList<CloudFile> Files { get; init; } = [];

    /// <summary>Command lines to run, in order.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"cloud-config with {Files.Count} files and {Commands.Count} commands";
}
