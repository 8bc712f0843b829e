using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>
/// Watches for the file by which a bootstrapped machine says so. It is never polled; after each signal the file system is asked, so that
/// no order of events matters.
/// </summary>
internal sealed class BootstrapSentinel : IDisposable
{
    public const string HostPath = "/run/cluster-api/bootstrap-success.complete";

    private readonly FileSystemWatcher watcher;
    private readonly WakeUp wakeUp;

    /// <summary>Begins to watch.</summary>
    /// <param name="root">The host.</param>
    /// <param name="wakeUp">Set when the file may have appeared.</param>
    public BootstrapSentinel(HostRoot root, WakeUp wakeUp)
    {
        this.wakeUp = wakeUp;
        string path = root.Resolve(HostPath);
        DirectoryInfo directory = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        watcher = new FileSystemWatcher(directory.FullName, Path.GetFileName(path));
        watcher.Created += (_, _) => wakeUp.Set();
        watcher.Renamed += (_, _) => wakeUp.Set();
        watcher.Error += (_, _) => Arm();
        Arm();
    }

    public static bool IsPresent(HostRoot root) => File.Exists(root.Resolve(HostPath));

    // The folder may have been removed under the watch, and the file may have appeared while the watch was being set up.
    private void Arm()
    {
        watcher.EnableRaisingEvents = false;
        Directory.CreateDirectory(watcher.Path);
        watcher.EnableRaisingEvents = true;
        wakeUp.Set();
    }

    public void Dispose() => watcher.Dispose();
}
