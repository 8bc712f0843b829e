namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Files that are there whole or not at all, and stay so over a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file: temporary file, fsync, rename, fsync of the folder. Missing folders are made.</summary>
    /// <param name="path">Where the file goes, as the process sees it.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="mode">Permissions, set before the content is written.</param>
    /// <param name="cancellationToken">Stops before the rename; the old file is then untouched.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string directory = Path.GetDirectoryName(path) ?? throw new ArgumentException($"{path} names no file.", nameof(path));
        Directory.CreateDirectory(directory);
        string temporary = path + ".tmp";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = mode };
        await using (FileStream stream = new(temporary, options))
        {
            // A file left by a crash keeps its old mode, and a new one is cut by the umask.
            File.SetUnixFileMode(stream.SafeFileHandle, mode);
            await stream.WriteAsync(content, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectoryEntries.Flush(directory);
    }

    /// <summary>Deletes a file for good; a missing one is fine.</summary>
    /// <param name="path">The file, as the process sees it.</param>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;

        File.Delete(path);
        DirectoryEntries.Flush(Path.GetDirectoryName(path)!);
    }
}
