namespace ElementalProvider.Agent.Plugins.Dummy;

/// <summary>Files below the root of a host.</summary>
internal sealed class HostFiles(HostRoot root) : IHostFiles
{
    public bool Exists(string hostPath) => File.Exists(root.Resolve(hostPath));

    public async Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Exists(hostPath) ? await File.ReadAllTextAsync(root.Resolve(hostPath), cancellationToken) : null;
    }

    public Task WriteAsync(string hostPath, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(root.Resolve(hostPath), content, mode, cancellationToken);

    public void Delete(string hostPath) => AtomicFile.Delete(root.Resolve(hostPath));
}
