using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>
/// Watches for the file by which a bootstrapped machine says so. After each signal the file system is asked, so that no order of events
/// matters. Where the kernel has no watch left to give, the file is looked for every few seconds instead.
/// </summary>
internal sealed class BootstrapSentinel : IDisposable
{
    public const string HostPath = "/run/cluster-api/bootstrap-success.complete";

    /// <summary>How often the file is looked for where it cannot be watched.</summary>
    public static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly WakeUp wakeUp;
    private readonly TimeProvider clock;
    private readonly Func<string, string, FileSystemWatcher> watch;
    private FileSystemWatcher? watcher;
    private ITimer? poll;
    private bool isDisposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="root">The host.</param>
    /// <param name="wakeUp">Set when the file may have appeared.</param>
    /// <param name="clock">Measures the time between looks.</param>
    /// <param name="watch">Watches a folder for a file; a test brings one that fails.</param>
    public BootstrapSentinel(HostRoot root, WakeUp wakeUp, TimeProvider clock, Func<string, string, FileSystemWatcher>? watch = null)
    {
        (this.wakeUp, this.clock) = (wakeUp, clock);
        this.watch = watch ?? ((folder, file) => new FileSystemWatcher(folder, file));
        path = root.Resolve(HostPath);
        Arm();
    }

    public static bool IsPresent(HostRoot root) => File.Exists(root.Resolve(HostPath));

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            watcher?.Dispose();
            poll?.Dispose();
        }
    }

    // The folder may have been removed under the watch, and the file may have appeared while the watch was being set up.
    private void Arm()
    {
        lock (gate)
        {
            if (isDisposed)
                return;

            try
            {
                string folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
                watcher ??= Watch(folder);
                watcher.EnableRaisingEvents = false;
                watcher.EnableRaisingEvents = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                watcher?.Dispose();
                watcher = null;
                poll ??= clock.CreateTimer(_ => wakeUp.Set(), null, PollEvery, PollEvery);
            }
        }

        wakeUp.Set();
    }

    private FileSystemWatcher Watch(string folder)
    {
        FileSystemWatcher made = watch(folder, Path.GetFileName(path));
        made.Created += (_, _) => wakeUp.Set();
        made.Renamed += (_, _) => wakeUp.Set();
        made.Error += (_, _) => Arm();
        return made;
    }
}
