namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>
/// Where the host's file system begins. Every path of the agent and its plugins goes through it, so that the same code runs on a real
/// machine and on a simulated one that lives in a folder.
/// </summary>
public sealed class HostRoot
{
    /// <summary>Roots the host at a folder.</summary>
    /// <param name="directory"><c>/</c> for the machine itself, or the folder that stands for one.</param>
    public HostRoot(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
    }

    /// <summary>The folder, as an absolute path of the machine the process runs on.</summary>
    public string Directory { get; }

    /// <summary>Whether this is the machine the process runs on, not a folder that stands for one.</summary>
    public bool IsSystem => Directory == "/";

    /// <summary>Turns a path of the host into one the process can open. <c>..</c> does not climb out of the root.</summary>
    /// <param name="hostPath">Path as the host knows it; a relative one begins at the host's <c>/</c>.</param>
    public string Resolve(string hostPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(hostPath);
        string absolute = Path.GetFullPath(hostPath, "/");
        return IsSystem ? absolute : Directory + absolute;
    }
}
