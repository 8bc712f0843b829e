using System.Text;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Files of the host: the one seam between an OS plugin and the disk. Every change is there whole or not at all.</summary>
public interface IHostFiles
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

/// <summary>Files below the root of a host.</summary>
/// <param name="root">The host.</param>
public sealed class HostFiles(HostRoot root) : IHostFiles
{
    /// <inheritdoc/>
    public bool Exists(string hostPath) => File.Exists(root.Resolve(hostPath));

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Exists(hostPath) ? await File.ReadAllTextAsync(root.Resolve(hostPath), cancellationToken) : null;
    }

    /// <inheritdoc/>
    public Task WriteAsync(string hostPath, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(root.Resolve(hostPath), content, mode, cancellationToken);

    /// <inheritdoc/>
    public void Delete(string hostPath) => AtomicFile.Delete(root.Resolve(hostPath));
}

/// <summary>Text, with the permissions that plugins use.</summary>
public static class HostFilesText
{
    /// <summary>Every user of the host may read it.</summary>
    public const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Only root may read it.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a text that every user of the host may read.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="hostPath">A path of the host.</param>
    /// <param name="text">All of the file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task WriteTextAsync(this IHostFiles files, string hostPath, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.WriteAsync(hostPath, Encoding.UTF8.GetBytes(text), Readable, cancellationToken);
    }

    /// <summary>Writes a text that only root may read.</summary>
    /// <param name="files">The host's files.</param>
    /// <param name="hostPath">A path of the host.</param>
    /// <param name="text">All of the file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task WritePrivateTextAsync(this IHostFiles files, string hostPath, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.WriteAsync(hostPath, Encoding.UTF8.GetBytes(text), Private, cancellationToken);
    }
}
