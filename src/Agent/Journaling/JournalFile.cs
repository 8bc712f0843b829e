using ElementalProvider.Agent.Plugins.Host;

namespace ElementalProvider.Agent.Journaling;

/// <summary>Where the journal is: one file that is there whole or not at all, and stays so over a power cut.</summary>
internal interface IJournalFile
{
    /// <summary>The file, as a person finds it on the host.</summary>
    string Name { get; }

    /// <summary>All of it; null where there is none.</summary>
    Task<byte[]?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces it; the new content is on disk when this returns.</summary>
    Task WriteAsync(byte[] content, CancellationToken cancellationToken);

    /// <summary>Keeps what cannot be read for a person to look at.</summary>
    void PutAside();

    /// <summary>Deletes it for good; a missing one is fine.</summary>
    void Delete();
}

/// <summary>The journal's file on the disk of a host.</summary>
/// <param name="root">The host.</param>
/// <param name="workDirectory">The agent's folder on it.</param>
internal sealed class JournalFile(HostRoot root, string workDirectory) : IJournalFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Name { get; } = System.IO.Path.Join(workDirectory, JournalStore.FileName);

    private string Path => root.Resolve(Name);

    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken) =>
        File.Exists(Path) ? await File.ReadAllBytesAsync(Path, cancellationToken) : null;

    public Task WriteAsync(byte[] content, CancellationToken cancellationToken) => AtomicFile.WriteAsync(Path, content, Mode, cancellationToken);

    public void PutAside() => File.Move(Path, Path + ".corrupt", overwrite: true);

    public void Delete() => AtomicFile.Delete(Path);
}
