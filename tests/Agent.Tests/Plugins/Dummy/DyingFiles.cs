using ElementalProvider.Agent.Plugins.Dummy;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

/// <summary>A disk under an agent that is killed: it takes some changes, and the next one never happens.</summary>
internal sealed class DyingFiles(IHostFiles inner, int changes) : IHostFiles
{
    private int left = changes;

    public bool Exists(string hostPath) => inner.Exists(hostPath);

    public Task<string?> ReadAsync(string hostPath, CancellationToken cancellationToken) => inner.ReadAsync(hostPath, cancellationToken);

    public Task WriteAsync(string hostPath, ReadOnlyMemory<byte> content, UnixFileMode mode, CancellationToken cancellationToken)
    {
        Change();
        return inner.WriteAsync(hostPath, content, mode, cancellationToken);
    }

    public void Delete(string hostPath)
    {
        if (!inner.Exists(hostPath))
            return;

        Change();
        inner.Delete(hostPath);
    }

    private void Change()
    {
        if (left-- <= 0)
            throw new KilledException();
    }
}
