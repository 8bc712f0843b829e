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

/// <summary>One item of write_files.</summary>
internal sealed record CloudFile
{
    public required string Path { get; init; }

    public required string Content { get; init; }

    /// <summary>Added to the end of the file instead of replacing it.</summary>
    public bool Append { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>One command of runcmd, as far as simulated machines understand it.</summary>
internal abstract record CloudCommand
{
    private CloudCommand()
    {
    }

    /// <summary><c>kubeadm init</c> or <c>kubeadm join</c> with a configuration file.</summary>
    internal sealed record Kubeadm(bool Init, string ConfigPath) : CloudCommand;

    /// <summary><c>echo TEXT &gt; FILE</c>.</summary>
    internal sealed record Echo(string Text, string Path) : CloudCommand;

    /// <summary><c>mkdir -p FOLDER</c>.</summary>
    internal sealed record MakeFolder(string Path) : CloudCommand;

    /// <summary>Anything else: noted and passed over, as if it had succeeded.</summary>
    /// <param name="Program">Its first word; the rest can hold credentials and is not kept.</param>
    internal sealed record Unknown(string Program) : CloudCommand;
}
