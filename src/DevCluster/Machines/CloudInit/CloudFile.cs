namespace ElementalProvider.DevCluster.Machines.CloudInit;

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
