namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>Files of the host: the one seam between the dummy OS and the disk. Every change is there whole or not at all.</summary>
internal interface IHostFiles
{
    /// <summary>Whether there is such a file.</summary>
    /// <param name="hostPath">A path of the host.</param>
    bool Exists(string hostPath);

    /// <summary>Text of a file, or null where there is none.</summary>
    /// <param name="hostPath">A path of the host.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken);

    /// <summary>Writes or replaces a file.</summary>
    /// <param name="hostPath">A path of the host.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="mode">Permissions.</param>
    /// <param name="cancellationToken">Ends the call; the old file is then untouched.</param>
    Task WriteAsync(string hostPath, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken);

    /// <summary>Deletes a file for good; a missing one is fine.</summary>
    /// <param name="hostPath">A path of the host.</param>
    void Delete(string hostPath);
}
